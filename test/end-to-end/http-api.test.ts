import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { executionArn } from '../../client/aws/execution-arn.ts';
import { VIAS, type Via } from '../../core/naming/physical-names.ts';
import { ensurePythonEnvironment } from '../../local/python/python-environment.ts';
import { runProgram } from '../../local/python/run-program.ts';
import { apiUrlOf, callApi } from './api-client.ts';
import { awsCliIn } from './aws-cli.ts';
import { CLIENT_CONFIG, inboxOf, start } from './deployed-service.ts';
import { ASKED } from './service-names.ts';

/** The first run downloads schemathesis, awscurl and the AWS CLI. */
jest.setTimeout(300_000);

const DOCS = join(import.meta.dirname, '..', '..', 'docs');
const REQUIREMENTS = join(import.meta.dirname, '..', 'requirements-schemathesis.txt');

let url: string;
let python: string;
beforeAll(async () => {
  [url, python] = await Promise.all([
    apiUrlOf(ASKED),
    ensurePythonEnvironment({ name: 'schemathesis', requirementsFile: REQUIREMENTS }),
  ]);
});

let texts = 0;
/** Returns a request for a reminder that no other test adds. */
const newRequest = () => {
  texts += 1;
  const timestamp = `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 19)}Z`;
  return { message: `of the HTTP API, ${texts}`, timestamp };
};

/** Adds a reminder, and returns its id. */
async function added(request: object = newRequest()): Promise<string> {
  const { status, body } = await callApi(url, 'POST', 'reminders', { body: request });
  expect({ status, body }).toMatchObject({ status: 201 });
  return body.id;
}

const reminderStatus = async (id: string) => (await callApi(url, 'GET', `reminders/${id}`)).body.status;

test.each<Via>([...VIAS])('a reminder from the HTTP API arrives through %s', async (via) => {
  const inbox = await inboxOf(ASKED);
  const request = { message: `Grüße ☕ through ${via}`, seconds: 1, subject: 'A break', via };

  const { status, body } = await callApi(url, 'POST', 'reminders', { body: request });

  expect(status).toBe(201);
  expect(await inbox.arrivalOf(body.id, 60_000)).toMatchObject({ message: request.message, subject: 'A break' });
  await inbox.close();
});

test('Location leads to the reminder', async () => {
  const { headers } = await callApi(url, 'POST', 'reminders', { body: newRequest() });

  const location = new URL(headers['location'] ?? '', `${url}reminders`).href;
  expect(location.startsWith(url)).toBe(true);
  expect(await callApi(url, 'GET', location.slice(url.length))).toMatchObject({
    status: 200,
    body: { status: 'pending' },
  });
});

test('ten equal requests at once start one reminder', async () => {
  const request = newRequest();

  const answers = await Promise.all(
    Array.from({ length: 10 }, () => callApi(url, 'POST', 'reminders', { body: request })),
  );

  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(9);
});

test('two requests that move a reminder at once never leave none', async () => {
  for (let round = 0; round < 5; round += 1) {
    const id = await added();

    const answers = await Promise.all(
      [3_600, 7_200].map((seconds) => callApi(url, 'PATCH', `reminders/${id}`, { body: { seconds } })),
    );

    // a request that arrives after the other has ended gets an error that names the pending reminder
    const ids = answers.flatMap(({ body }) => body.id ?? /The reminder (\S+) is pending/.exec(body.detail)?.[1] ?? []);
    const statuses = await Promise.all(ids.map(reminderStatus));
    expect(statuses.length).toBeGreaterThan(0);
    expect(statuses.every((status) => status === 'pending')).toBe(true);
    expect(await reminderStatus(id)).toBe('cancelled');
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
  }
});

test('a cancelled reminder is not sent, and cannot be changed', async () => {
  const id = await added();

  expect(await callApi(url, 'DELETE', `reminders/${id}`)).toMatchObject({ status: 200, body: { status: 'cancelled' } });
  expect(await callApi(url, 'PATCH', `reminders/${id}`, { body: { seconds: 60 } })).toMatchObject({ status: 409 });
  expect(await reminderStatus(id)).toBe('cancelled');
});

test('pages lead to every pending reminder', async () => {
  const ids = await Promise.all(Array.from({ length: 5 }, () => added()));
  const listed: string[] = [];
  let next: string | undefined;
  do {
    const { body } = await callApi(url, 'GET', `reminders?limit=2${next ? `&next=${next}` : ''}`);
    listed.push(...body.reminders.map(({ id }: { id: string }) => id));
    next = body.next;
  } while (next);

  expect(listed).toEqual(expect.arrayContaining(ids));
});

describe('bad requests', () => {
  test('an unsigned one is refused by API Gateway', async () => {
    expect(await callApi(url, 'GET', 'reminders', { isSigned: false })).toMatchObject({ status: 403 });
  });

  test.each<[what: string, status: number, method: string, path: string, body?: unknown, contentType?: string]>([
    ['no JSON', 400, 'POST', 'reminders', 'call mum'],
    ['a list', 400, 'POST', 'reminders', []],
    ['another type', 415, 'POST', 'reminders', '{}', 'text/csv'],
    ['1 MB', 413, 'POST', 'reminders', { message: 'x'.repeat(1_000_000), seconds: 1 }],
    ['an unknown id', 404, 'GET', 'reminders/20270127T090000Z-0123456789abcdef'],
    ['an encoded slash', 404, 'GET', 'reminders/a%2Fb'],
    ['a percent sign', 404, 'DELETE', 'reminders/100%25'],
    ['an unknown path', 404, 'GET', 'reminder'],
    ['an unknown method', 405, 'PUT', 'reminders', {}],
  ])('%s is answered with %d', async (_, status, method, path, ...[body, contentType]) => {
    const answer = await callApi(url, method, path, { body, ...(contentType && { contentType }) });

    expect(answer).toMatchObject({ status, body: { status, detail: expect.any(String) } });
    expect(answer.headers['content-type']).toBe('application/problem+json');
  });

  test('an id of another machine is unknown', async () => {
    const arn = await start(ASKED, 'sns', { message: 'not through the API', seconds: 86_400 }, 'an-own-name');
    const other = executionArn(arn.replace(/:execution:(.*):[^:]+$/, ':stateMachine:$1-another'), 'an-own-name');

    expect(await callApi(url, 'GET', 'reminders/an-own-name')).toMatchObject({
      status: 200,
      body: { id: 'an-own-name' },
    });
    expect(await callApi(url, 'GET', `reminders/${other}`)).toMatchObject({ status: 404 });
    expect(await callApi(url, 'DELETE', `reminders/${arn}`)).toMatchObject({ status: 404 });
  });
});

/** The checks of schemathesis that do not apply to this API, each with the reason. */
const NOT_CHECKED: Readonly<Record<string, string>> = {
  ignored_auth: 'The local AWS does not verify signatures.',
  missing_required_header: 'API Gateway answers an unsigned request with 403; the check wants 401.',
  positive_data_acceptance: 'A schema cannot say that a date exists, or that it is at most 100 years ahead.',
};

test('schemathesis finds no 5xx, and no answer that is not described', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'schemathesis-'));
  const { code, stdout, stderr } = await runProgram(
    python,
    [
      ...['-m', 'schemathesis.cli', 'run', join(DOCS, 'openapi.yaml'), '--url', url.replace(/\/$/, '')],
      ...['--exclude-checks', Object.keys(NOT_CHECKED).join(), '--max-examples', '3', '--workers', '2'],
      ...['--warnings', 'off'],
    ],
    {
      cwd: folder,
      env: { ...process.env, SCHEMATHESIS_HOOKS: join(import.meta.dirname, 'sign-requests.py') },
    },
  );
  await rm(folder, { recursive: true });

  expect(`${stdout}${stderr}\nexit code ${code}`).toMatch(/No issues found[\s\S]*exit code 0$/);
  expect(Number(/(\d+) generated/.exec(stdout)?.[1])).toBeGreaterThan(200);
});

test('the commands in docs/api.md work as printed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'api-'));
  const programs = join(folder, 'programs');
  await mkdir(programs);
  const aws = join(await awsCliIn(folder), 'aws');
  const scripts = {
    // replace the API's URL, because its host exists only on AWS
    aws: `set -o pipefail; "${aws}" "$@" | sed 's#^https://[^/]*[.]execute-api[.].*#${url}#'`,
    awscurl: `exec "${python}" -m awscurl.awscurl "$@"`,
    python3: `exec "${python}" "$@"`,
  };
  for (const [name, script] of Object.entries(scripts)) {
    await writeFile(join(programs, name), `#!/bin/bash\n${script}\n`, { mode: 0o755 });
  }
  const blocks = [...readFileSync(join(DOCS, 'api.md'), 'utf8').matchAll(/```sh\n(.*?)```/gs)].map(
    ([, block]) => block,
  );
  expect(blocks.length).toBeGreaterThanOrEqual(5);
  const commands = blocks.join('').replaceAll('/remindme/', `/${ASKED}/`);
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', commands], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PATH: [programs, process.env['PATH']].join(delimiter),
      HOME: folder,
      AWS_ENDPOINT_URL: CLIENT_CONFIG.endpoint,
    },
  });
  let output = '';
  shell.stdout.on('data', (chunk) => {
    output += chunk;
  });
  shell.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const code = await new Promise((resolve) => shell.on('close', resolve));
  await rm(folder, { recursive: true });

  expect(`${output}\nexit code ${code}`).toMatch(
    /201 Created[\s\S]*location: [.]\/reminders\/[\s\S]*"status":"pending"[\s\S]*"status":"cancelled"[\s\S]*stretch[\s\S]*stand up[\s\S]*exit code 0$/,
  );
});
