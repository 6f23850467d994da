import { KEYS_OF_ENGINES } from './request-cases.ts';

/** Requests to the stack creator, with verdicts determined by hand. */

const template = { Resources: {} };
const ok = { stackName: 'remindme-demo', templateBody: template };
const gone = (more: object) => ({ action: 'delete', stackName: 'remindme-demo', ...more });
const numbered = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, n) => ({ action: 'delete', stackName: `remindme-${n}`, ...more }));
const fields = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`P${n}`, 'v']));

/** Returns an object with the given number of nested levels. The object itself is the first level. */
function deep(levels: number): object {
  let value: unknown = {};
  for (let level = 1; level < levels - 1; level++) {
    value = level % 2 === 0 ? { a: value } : [value];
  }
  return { a: value };
}

const INPUT = 'The input must be a JSON object with a stackName, or with stacks, but is';
const NAME = 'stackName must be 1 to 128 letters, digits and hyphens, the first a letter, but is';
const PREFIX = 'stackName must be a name that begins with remindme-, but is';
const TEMPLATE = 'The input must have exactly one of templateBody and templateUrl, but has';
const BODY = 'templateBody must be a template, as an object or as a string of 1 to 51,200 bytes, but is';
const URL = 'templateUrl must be the https URL of an object in Amazon S3, at most 5,120 characters, but is';
const CAPABILITIES =
  'capabilities must be a list of CAPABILITY_IAM, CAPABILITY_NAMED_IAM and CAPABILITY_AUTO_EXPAND, each at most once, but is';
const DEADLINE = 'deadlineMinutes must be a number above 0, at most 720, but is';
const ON_FAILURE = 'onFailure must be ROLLBACK, DO_NOTHING or DELETE, but is';
const ACTION = 'action must be create, update, delete or deploy, but is';

const WELL_FORMED = 'must be well-formed text, without half of a surrogate pair, U+FFFE or U+FFFF, but is';

/** Line breaks that can end a string. In some engines, `$` also matches before such a line break. */
const FINAL_LINE_BREAKS = ['\n', '\r', '\u0085', '\u2028', '\u2029'];
const nameOf = (character: string) => `U+${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** The refused requests. Each has a name, the request and the problem that the check reports. */
export const REFUSED: [what: string, input: unknown, problem: string][] = [
  ['null', null, `${INPUT} null.`],
  ['a string', 'remindme-demo', `${INPUT} "remindme-demo".`],
  ['a number', 5, `${INPUT} 5.`],
  ['true', true, `${INPUT} true.`],
  ['a list', [ok], `${INPUT} a list.`],
  ['nothing', {}, `${NAME} missing.`],
  ['an action that is none', { ...ok, action: 'destroy' }, `${ACTION} "destroy".`],
  ['an action in a list', { ...ok, action: ['create'] }, `${ACTION} a list.`],
  ['no action at all', { ...ok, action: null }, `${ACTION} null.`],
  ['a name that is a number', { ...ok, stackName: 5 }, `${NAME} 5.`],
  ['an empty name', { ...ok, stackName: '' }, `${NAME} "".`],
  ['a name with a space', { ...ok, stackName: 'remindme-a b' }, `${NAME} "remindme-a b".`],
  ['a name with a line break behind', { ...ok, stackName: 'remindme-a\n' }, `${NAME} "remindme-a?".`],
  ['a name with an umlaut', { ...ok, stackName: 'remindme-ä' }, `${NAME} "remindme-ä".`],
  ['a name that begins with a digit', { ...ok, stackName: '1-remindme' }, `${NAME} "1-remindme".`],
  [
    'a name of 129 characters',
    { ...ok, stackName: `remindme-${'x'.repeat(120)}` },
    `${NAME} "remindme-${'x'.repeat(31)}…".`,
  ],
  ['a name outside the prefix', { ...ok, stackName: 'production' }, `${PREFIX} "production".`],
  ['a name that only contains the prefix', { ...ok, stackName: 'a-remindme-b' }, `${PREFIX} "a-remindme-b".`],
  ['the prefix in capitals', { ...ok, stackName: 'Remindme-a' }, `${PREFIX} "Remindme-a".`],
  [
    "one of the service's own stacks",
    gone({ stackName: 'remindme-reminders' }),
    'stackName must be the name of a stack that is not part of this service, but is "remindme-reminders".',
  ],
  ['no template', { stackName: 'remindme-demo' }, `${TEMPLATE} neither.`],
  ['two templates', { ...ok, templateUrl: 'https://s3.amazonaws.com/b/k' }, `${TEMPLATE} both.`],
  [
    'a template to delete by',
    gone({ templateBody: template }),
    'templateBody must be left out when a stack is deleted.',
  ],
  ['a template URL to delete by', gone({ templateUrl: 'x' }), 'templateUrl must be left out when a stack is deleted.'],
  ['a template that is null', { ...ok, templateBody: null }, `${BODY} null.`],
  ['a template that is a list', { ...ok, templateBody: [template] }, `${BODY} a list.`],
  ['an empty template', { ...ok, templateBody: '' }, `${BODY} empty.`],
  ['a template of 51,201 bytes', { ...ok, templateBody: 'x'.repeat(51_201) }, `${BODY} 51201 bytes long.`],
  ['25,601 characters of two bytes', { ...ok, templateBody: 'é'.repeat(25_601) }, `${BODY} 51202 bytes long.`],
  ['17,067 characters of three bytes', { ...ok, templateBody: '€'.repeat(17_067) }, `${BODY} 51201 bytes long.`],
  ['12,801 characters of four bytes', { ...ok, templateBody: '😀'.repeat(12_801) }, `${BODY} 51204 bytes long.`],
  ['an object of 200 kB', { ...ok, templateBody: { a: 'x'.repeat(200_000) } }, `${BODY} 200008 bytes long.`],
  [
    'a template of 65 levels',
    { ...ok, templateBody: deep(65) },
    'templateBody must be a template of at most 64 levels, but is nested deeper.',
  ],
  [
    'a template of 900 levels',
    { ...ok, templateBody: deep(900) },
    'templateBody must be a template of at most 64 levels, but is nested deeper.',
  ],
  ['a URL that is a number', { stackName: 'remindme-demo', templateUrl: 5 }, `${URL} 5.`],
  ...['http://b.s3.amazonaws.com/k', 'https://example.com/s3.amazonaws.com/k', 'https://s3.amazonaws.com.example.com/k']
    .concat('https://b.s3.amazonaws.com/', 'https://b.s3.amazonaws.com/a b', 'https://b.s3.amazonaws.com/k\n', '')
    .map((templateUrl): [string, unknown, string] => [
      `the URL ${JSON.stringify(templateUrl)}`,
      { stackName: 'remindme-demo', templateUrl },
      `${URL} "${templateUrl.replace('\n', '?')}".`,
    ]),
  [
    'parameters in a list',
    gone({ parameters: [] }),
    'parameters must be an object of at most 200 parameters, but is a list.',
  ],
  [
    '201 parameters',
    gone({ parameters: fields(201) }),
    'parameters must be an object of at most 200 parameters, but is 201 of them.',
  ],
  [
    'a parameter with a hyphen',
    gone({ parameters: { 'a-b': 'v' } }),
    'Each name in parameters must be 1 to 255 letters and digits, but is "a-b".',
  ],
  [
    'a parameter that is a number',
    gone({ parameters: { A: 'v', Size: 3 } }),
    'parameters.Size must be a string of at most 4,096 characters, but is 3.',
  ],
  [
    'a parameter that is a list',
    gone({ parameters: { Zones: ['a'] } }),
    'parameters.Zones must be a string of at most 4,096 characters, but is a list.',
  ],
  ['a capability as a string', gone({ capabilities: 'CAPABILITY_IAM' }), `${CAPABILITIES} "CAPABILITY_IAM".`],
  ['a capability that is none', gone({ capabilities: ['CAPABILITY_ALL'] }), `${CAPABILITIES} a list.`],
  ['a capability twice', gone({ capabilities: ['CAPABILITY_IAM', 'CAPABILITY_IAM'] }), `${CAPABILITIES} a list.`],
  ['an empty list as a capability', gone({ capabilities: [[]] }), `${CAPABILITIES} a list.`],
  ['60,000 capabilities', gone({ capabilities: Array(60_000).fill(1) }), `${CAPABILITIES} a list.`],
  ['tags as a string', gone({ tags: 'x' }), 'tags must be an object of at most 50 tags, but is "x".'],
  ['51 tags', gone({ tags: fields(51) }), 'tags must be an object of at most 50 tags, but is 51 of them.'],
  [
    "a tag of AWS's own",
    gone({ tags: { 'aws:x': 'v' } }),
    'Each key in tags must be 1 to 128 characters that do not begin with aws:, but is "aws:x".',
  ],
  [
    'an empty tag',
    gone({ tags: { team: '' } }),
    'Each value in tags must be a string of 1 to 256 characters, but is "".',
  ],
  ['a deadline as a string', gone({ deadlineMinutes: '5' }), `${DEADLINE} "5".`],
  ['no time at all', gone({ deadlineMinutes: 0 }), `${DEADLINE} 0.`],
  ['a minute too many', gone({ deadlineMinutes: 721 }), `${DEADLINE} 721.`],
  ['very many minutes', gone({ deadlineMinutes: 1e300 }), `${DEADLINE} a number out of range.`],
  ['an unknown fate', gone({ onFailure: 'PANIC' }), `${ON_FAILURE} "PANIC".`],
  ['a fate that is null', gone({ onFailure: null }), `${ON_FAILURE} null.`],
  [
    'an update that deletes',
    { ...ok, action: 'update', onFailure: 'DELETE' },
    'onFailure must be ROLLBACK or DO_NOTHING when a stack is updated, but is "DELETE".',
  ],
  ['half of a surrogate pair in a name', { ...ok, stackName: 'remindme-\ud83d' }, `${NAME} "remindme-?".`],
  ['half of a surrogate pair in a template', { ...ok, templateBody: 'a: \ud83d' }, `templateBody ${WELL_FORMED} not.`],
  ['U+FFFF in a template', { ...ok, templateBody: { a: '\uffff' } }, `templateBody ${WELL_FORMED} not.`],
  [
    'half of a surrogate pair in a URL',
    { stackName: 'remindme-demo', templateUrl: 'https://s3.amazonaws.com/b/\ude00' },
    `${URL} "https://s3.amazonaws.com/b/?".`,
  ],
  [
    'half of a surrogate pair in a parameter',
    gone({ parameters: { P: 'a\ud83d' } }),
    `parameters.P ${WELL_FORMED} "a?".`,
  ],
  ['half of a surrogate pair in a tag', gone({ tags: { team: '\ude00' } }), `Each value in tags ${WELL_FORMED} "?".`],
  ['U+FFFE in the key of a tag', gone({ tags: { 'a\ufffe': 'x' } }), `Each key in tags ${WELL_FORMED} "a?".`],
  ...FINAL_LINE_BREAKS.flatMap((end): [string, unknown, string][] => [
    [`a name that ends with ${nameOf(end)}`, { ...ok, stackName: `remindme-a${end}` }, `${NAME} "remindme-a?".`],
    [
      `a URL that ends with ${nameOf(end)}`,
      { stackName: 'remindme-demo', templateUrl: `https://s3.amazonaws.com/b/k${end}` },
      `${URL} "https://s3.amazonaws.com/b/k?".`,
    ],
    [
      `the name of a parameter that ends with ${nameOf(end)}`,
      gone({ parameters: { [`P${end}`]: 'v' } }),
      `Each name in parameters must be 1 to 255 letters and digits, but is "P?".`,
    ],
    [`an action that ends with ${nameOf(end)}`, { ...ok, action: `create${end}` }, `${ACTION} "create?".`],
    [`a fate that ends with ${nameOf(end)}`, gone({ onFailure: `DELETE${end}` }), `${ON_FAILURE} "DELETE?".`],
  ]),
  ...KEYS_OF_ENGINES.flatMap((key): [string, unknown, string][] => [
    [`a name that is an object with ${key}`, { ...ok, stackName: { [key]: true } }, `${NAME} an object.`],
    [
      `a capability that is an object with ${key}`,
      gone({ capabilities: [{ [key]: true }] }),
      `${CAPABILITIES} a list.`,
    ],
    [
      `a parameter that is an object with ${key}`,
      gone({ parameters: { P: { [key]: true } } }),
      'parameters.P must be a string of at most 4,096 characters, but is an object.',
    ],
    [
      `stacks that are an object with ${key}`,
      { stacks: { [key]: true } },
      'stacks must be a list of 1 to 20 requests, but is an object.',
    ],
  ]),
  ['no stacks', { stacks: [] }, 'stacks must be a list of 1 to 20 requests, but is a list of 0.'],
  ['21 stacks', { stacks: numbered(21) }, 'stacks must be a list of 1 to 20 requests, but is a list of 21.'],
  ['stacks that are an object', { stacks: ok }, 'stacks must be a list of 1 to 20 requests, but is an object.'],
  ['a stack that is null', { stacks: [ok, null] }, 'stacks[1] must be an object with a stackName, but is null.'],
  ['a stack that is a list', { stacks: [[]] }, 'stacks[0] must be an object with a stackName, but is a list.'],
  [
    'the second stack without a template',
    { stacks: [ok, { stackName: 'remindme-b' }] },
    'stacks[1] must have exactly one of templateBody and templateUrl, but has neither.',
  ],
  [
    'the second stack with a wrong name',
    { stacks: [ok, { ...ok, stackName: 'b' }] },
    'stacks[1].stackName must be a name that begins with remindme-, but is "b".',
  ],
  [
    'a field beside the stacks',
    { stacks: numbered(1), action: 'delete' },
    'action must be given in each of the stacks, not in the request that lists them.',
  ],
  [
    'a stack twice',
    { stacks: [ok, gone({})] },
    'Each stackName in stacks must be a name that no other of the stacks has, but is "remindme-demo" twice.',
  ],
  [
    'deadlines that add up to more than an execution can hold',
    { stacks: numbered(20, { deadlineMinutes: 60.01 }) },
    'The sum of all deadlineMinutes must be at most 1,200, but is 1201.',
  ],
];

const defaults = { parameters: {}, capabilities: [], deadlineMinutes: 60, onFailure: 'ROLLBACK' };

/** The valid requests. Each has a name, the request and the stacks that the check returns. */
export const RIGHT: [what: string, input: unknown, stacks: unknown][] = [
  ['the shortest request', ok, [{ ...defaults, action: 'create', ...ok }]],
  [
    'one with everything',
    {
      action: 'deploy',
      stackName: 'remindme-demo',
      templateBody: 'Resources: {}',
      parameters: { P: 'v', Empty: '' },
      capabilities: ['CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
      tags: { team: 'x', 'cost centre': '7', '🔔': '🔔' },
      deadlineMinutes: 0.05,
      onFailure: 'DELETE',
      note: 'my own',
    },
    [
      {
        action: 'deploy',
        stackName: 'remindme-demo',
        templateBody: 'Resources: {}',
        parameters: { P: 'v', Empty: '' },
        capabilities: ['CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
        tags: { team: 'x', 'cost centre': '7', '🔔': '🔔' },
        deadlineMinutes: 0.05,
        onFailure: 'DELETE',
      },
    ],
  ],
  ['a deletion', gone({}), [{ ...defaults, action: 'delete', stackName: 'remindme-demo' }]],
  ...['https://s3.amazonaws.com/b/k', 'https://my.bucket.s3.eu-central-1.amazonaws.com/a/b.json?versionId=1']
    .concat('https://b.s3.dualstack.us-west-2.amazonaws.com/k', 'https://s3-us-west-2.amazonaws.com/b/k')
    .concat('https://b.s3.cn-north-1.amazonaws.com.cn/k')
    .map((templateUrl): [string, unknown, unknown] => [
      `the URL ${templateUrl}`,
      { stackName: 'remindme-demo', templateUrl },
      [{ ...defaults, action: 'create', stackName: 'remindme-demo', templateUrl }],
    ]),
  ...[
    'x'.repeat(51_200),
    'é'.repeat(25_600),
    `${'€'.repeat(17_066)}xx`,
    '😀'.repeat(12_800),
    `${'x€é😀'.repeat(5_120)}`,
  ].map((templateBody): [string, unknown, unknown] => [
    `a template of 51,200 bytes: ${templateBody.slice(0, 6)}…`,
    { stackName: 'remindme-demo', templateBody },
    [{ ...defaults, action: 'create', stackName: 'remindme-demo', templateBody }],
  ]),
  [
    'a template of 64 levels',
    { ...ok, templateBody: deep(64) },
    [{ ...defaults, action: 'create', ...ok, templateBody: deep(64) }],
  ],
  ...KEYS_OF_ENGINES.flatMap((key): [string, unknown, unknown][] => [
    [`a field called ${key}`, { [key]: true, ...ok }, [{ ...defaults, action: 'create', ...ok }]],
    [
      `a stack with a field called ${key}`,
      { [key]: true, stacks: [{ [key]: true, ...ok }] },
      [{ ...defaults, action: 'create', ...ok }],
    ],
  ]),
  ['20 stacks', { stacks: numbered(20) }, numbered(20).map((request) => ({ ...defaults, ...request }))],
  ['200 parameters', gone({ parameters: fields(200) }), [{ ...defaults, ...gone({ parameters: fields(200) }) }]],
];
