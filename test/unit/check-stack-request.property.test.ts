import fc from 'fast-check';
import type { StackNameRules } from '../../core/stack-request/stack-name-rules.ts';
import { checkStackRequest, type StackRequestVerdict } from '../../core/stack-request/stack-request.ts';
import {
  CAPABILITIES,
  ON_FAILURE,
  STACK_ACCEPTED,
  STACK_ACTIONS,
} from '../../core/stack-request/stack-request-accepted-values.ts';
import { checkStackRequestInJsonata } from '../../lib/stack-creator/check-stack-request.ts';
import { JsonataProgram } from '../support/jsonata-program.ts';
import { generatedKeys } from './generated-requests.ts';

/** Checks that TypeScript and JSONata give the same result for any stack request. */

const RULES: StackNameRules = { prefix: 'remindme-', ownStacks: ['remindme-reminders', 'remindme-notifications'] };

const program = new JsonataProgram<StackRequestVerdict>(checkStackRequestInJsonata(RULES));
afterAll(() => program.close());

/** Generates any JSON value, except values that npm `jsonata` mistakes for a function, and values that contain `__proto__`. */
const anything = fc
  .jsonValue({ maxDepth: 4 })
  .filter((value) => !/_jsonata_(function|lambda)|"__proto__"/.test(JSON.stringify(value)))
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown);

/** Generates a valid value in most cases, and any JSON value in the others. */
const mostly = (right: fc.Arbitrary<unknown>) =>
  fc.oneof({ arbitrary: right, weight: 12 }, { arbitrary: anything, weight: 1 });

/** Generates text that is well-formed in most cases. */
const text = (options: fc.StringConstraints) =>
  fc.oneof(
    { arbitrary: fc.string({ unit: 'grapheme', ...options }), weight: 19 },
    { arbitrary: fc.string({ unit: fc.constantFrom('a', '🔔', '\ud83d', '\ude00', '\ufffe'), ...options }), weight: 1 },
  );

const stackName = fc.oneof(
  { arbitrary: fc.stringMatching(/^remindme-[A-Za-z0-9-]{0,12}$/), weight: 20 },
  fc.constantFrom(
    ...RULES.ownStacks,
    'remindme',
    'Remindme-a',
    'other',
    '',
    'remindme-\n',
    `remindme-${'x'.repeat(120)}`,
  ),
  text({ maxLength: 12 }),
);

/** Generates strings of about 51,200 bytes, the maximum length of a template. */
const long = fc
  .tuple(fc.constantFrom('x', 'é', '€', '😀', '"'), fc.integer({ min: -2, max: 2 }), text({ maxLength: 3 }))
  .map(([unit, more, end]) => unit.repeat(Math.floor(51_200 / Buffer.byteLength(unit)) + more) + end);

const templateBody = fc.oneof(
  { arbitrary: fc.dictionary(fc.stringMatching(/^[A-Z][a-z]{0,5}$/), anything, { maxKeys: 3 }), weight: 10 },
  { arbitrary: text({ maxLength: 20 }), weight: 5 },
  { arbitrary: long, weight: 1 },
  {
    arbitrary: fc.integer({ min: 60, max: 70 }).map((levels) => {
      let value: unknown = {};
      for (let level = 0; level < levels; level++) {
        value = level % 2 ? { a: value } : [value];
      }
      return { a: value };
    }),
    weight: 1,
  },
);

const templateUrl = fc.oneof(
  fc.constantFrom(
    'https://s3.amazonaws.com/b/k',
    'https://b.s3.eu-central-1.amazonaws.com/k',
    'https://b.s3.amazonaws.com/k\n',
    'https://example.com/k',
    'http://s3.amazonaws.com/b/k',
  ),
  fc.webUrl(),
  text({ maxLength: 20 }),
);

const parameters = fc.oneof(
  {
    arbitrary: fc.dictionary(
      fc.oneof({ arbitrary: fc.stringMatching(/^[A-Za-z0-9]{1,8}$/), weight: 30 }, text({ maxLength: 4 })),
      mostly(text({ maxLength: 8 })),
      { maxKeys: 4 },
    ),
    weight: 9,
  },
  fc
    .integer({ min: 199, max: 202 })
    .map((n) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`P${i}`, 'v']))),
);

const tags = fc.oneof(
  {
    arbitrary: fc.dictionary(
      fc.oneof({ arbitrary: text({ minLength: 1, maxLength: 8 }), weight: 30 }, fc.constant('aws:x'), fc.constant('')),
      mostly(text({ minLength: 1, maxLength: 8 })),
      { maxKeys: 4 },
    ),
    weight: 9,
  },
  fc.integer({ min: 49, max: 52 }).map((n) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`t${i}`, 'v']))),
);

const withoutProto = (value: object) => !Object.hasOwn(value, '__proto__');

const request = fc
  .record(
    {
      action: mostly(fc.constantFrom(...STACK_ACTIONS)),
      stackName: mostly(stackName),
      templateBody: mostly(templateBody),
      templateUrl: mostly(templateUrl),
      parameters: mostly(parameters.filter(withoutProto)),
      capabilities: mostly(fc.array(mostly(fc.constantFrom(...CAPABILITIES)), { maxLength: 4 })),
      tags: mostly(tags.filter(withoutProto)),
      deadlineMinutes: mostly(
        fc.oneof(fc.integer({ min: -1, max: 722 }), fc.double({ noNaN: true, min: 0, max: 721 })),
      ),
      onFailure: mostly(fc.constantFrom(...ON_FAILURE)),
      note: anything,
      oneIn: fc.nat(19),
    },
    { requiredKeys: ['stackName', 'oneIn'] },
  )
  .map((fields) => {
    // keep exactly one template in most cases, because random fields would rarely make a valid request
    const { templateBody: body, templateUrl: url, oneIn, ...rest } = fields;
    if (oneIn === 0) {
      return fields;
    }
    if (fields.action === 'delete') {
      return rest;
    }
    return body === undefined
      ? { templateUrl: url ?? 'https://s3.amazonaws.com/b/k', ...rest }
      : { ...rest, templateBody: body };
  });

/** Generates requests. Some have fields that have a special meaning in a JSONata engine. */
const withKeys = fc.oneof(
  { arbitrary: request, weight: 9 },
  { arbitrary: fc.tuple(request, generatedKeys).map(([fields, keys]) => ({ ...fields, ...keys })), weight: 1 },
);

/** Generates lists of deletions of only three stacks, so that some lists contain a name twice. */
const sameNames = fc.array(
  fc.constantFrom('remindme-a', 'remindme-b', 'remindme-c').map((name) => ({ action: 'delete', stackName: name })),
  { minLength: 2, maxLength: 3 },
);

const input = fc.oneof(
  { arbitrary: withKeys, weight: 12 },
  { arbitrary: fc.record({ stacks: mostly(fc.array(mostly(withKeys), { maxLength: 4 })) }), weight: 4 },
  { arbitrary: sameNames.map((stacks) => ({ stacks })), weight: 1 },
  {
    arbitrary: fc
      .tuple(fc.integer({ min: 18, max: 22 }), fc.integer({ min: 55, max: 65 }))
      .map(([count, deadlineMinutes]) => ({
        stacks: Array.from({ length: count }, (_, n) => ({
          action: 'delete',
          stackName: `remindme-${n}`,
          deadlineMinutes,
        })),
      })),
    weight: 1,
  },
  { arbitrary: anything, weight: 1 },
);

const KINDS = ['right', 'which template', 'no template', ...Object.keys(STACK_ACCEPTED), 'prefix'];

/** Returns a verdict's kind, one of the `KINDS`. The kind of a refusal is the rule that the request breaks. */
function kindOf(verdict: StackRequestVerdict): string {
  if (!('problem' in verdict)) {
    return 'right';
  }
  const rule = Object.entries(STACK_ACCEPTED).find(([, accepted]) =>
    verdict.problem.includes(` must be ${accepted}, but is `),
  );
  return (
    rule?.[0] ??
    (verdict.problem.includes('must be a name that begins with')
      ? 'prefix'
      : verdict.problem.includes('must be left out')
        ? 'no template'
        : 'which template')
  );
}

test('TypeScript and JSONata give the same verdict, sentence and defaults', async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(input, async (given) => {
      const verdict = checkStackRequest(given, RULES);
      expect(await program.evaluate({ states: { input: given } })).toEqual(verdict);
      seen.set(kindOf(verdict), (seen.get(kindOf(verdict)) ?? 0) + 1);
    }),
    { numRuns: 5_000 },
  );
  // each kind of verdict must have occurred at least 10 times
  expect(KINDS.filter((kind) => (seen.get(kind) ?? 0) < 10)).toEqual([]);
}, 300_000);
