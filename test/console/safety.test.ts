import { request } from 'node:http';
import { FakeAws } from '../cli/fake-aws.ts';
import { type RunningWeb, runWeb } from '../support/run-web.ts';

/** Tests which HTTP requests the page's server accepts. */

let aws: FakeAws;
let web: RunningWeb;
let cookie = '';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Sends an HTTP request with only the given headers and the Host header. */
function send(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): Promise<Answer> {
  const { port, host } = new URL(web.origin);
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers: { host, ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    sent.on('error', reject).end(method === 'POST' ? body : undefined);
  });
}

const JSON_TYPE = { 'content-type': 'application/json' };
const own = () => ({ origin: web.origin, cookie, ...JSON_TYPE });

beforeAll(async () => {
  aws = await new FakeAws().open();
  aws.add({ name: '20990127T090000Z-cd5fc434ef1e4063' });
  web = await runWeb(aws.env);
  const token = new URL(web.url).hash.slice(1);
  const { headers } = await send('POST', '/api/session', own(), JSON.stringify({ token }));
  cookie = String(headers['set-cookie']).split(';')[0] ?? '';
});
afterAll(async () => {
  await web.kill();
  await aws.close();
});

test('every answer forbids scripts in messages, frames, and files from other servers', async () => {
  for (const path of ['/', '/console/page/main.js', '/api/about', '/nothing.js']) {
    const { headers } = await send('GET', path);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  }
});

test('a token is exchanged for a cookie that scripts and other sites cannot use', async () => {
  const token = new URL(web.url).hash.slice(1);
  const { status, headers } = await send('POST', '/api/session', own(), JSON.stringify({ token }));
  expect(status).toBe(204);
  expect(String(headers['set-cookie'])).toMatch(/^remindme-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/api\/$/);
});

test.each([
  ['a wrong token', { token: 'x'.repeat(32) }],
  ['no token', {}],
])('%s opens nothing', async (_what, body) => {
  const { status, headers } = await send('POST', '/api/session', own(), JSON.stringify(body));
  expect(status).toBe(401);
  expect(headers['set-cookie']).toBeUndefined();
});

test.each([
  ['GET', 'about'],
  ['GET', 'events'],
  ['GET', 'health'],
  ['GET', 'read-when?when=tomorrow'],
  ['POST', 'reminders'],
  ['POST', 'reminders/sns/20990127T090000Z-cd5fc434ef1e4063/cancel'],
  ['POST', 'kept/send'],
])('%s /api/%s needs the cookie', async (method, path) => {
  const headers = { origin: web.origin, ...JSON_TYPE };
  expect((await send(method, `/api/${path}`, headers, '{}')).status).toBe(401);
  expect((await send(method, `/api/${path}`, { ...headers, cookie: `${cookie}x` }, '{}')).status).toBe(401);
});

test('the page of another site cannot cancel a reminder, even with the cookie', async () => {
  const path = '/api/reminders/sns/20990127T090000Z-cd5fc434ef1e4063/cancel';
  for (const origin of ['https://evil.example', 'null', web.origin.replace(/\d+$/, '1')]) {
    expect((await send('POST', path, { ...own(), origin }, '{}')).status).toBe(403);
  }
  expect((await send('POST', path, { cookie, ...JSON_TYPE }, '{}')).status).toBe(403);
  expect((await send('POST', path, { cookie, origin: web.origin, 'content-type': 'text/plain' }, '{}')).status).toBe(
    415,
  );
  expect(aws.operations).not.toContain('StopExecution');
});

test('another host name is refused, because it can point to this machine', async () => {
  for (const host of ['evil.example', `evil.example:${new URL(web.origin).port}`, '127.0.0.1']) {
    expect((await send('GET', '/', { host })).status).toBe(421);
  }
});

test.each([
  '/console/page/../server/console.ts',
  '/console/page/..%2fserver%2fconsole.ts',
  '/console/page/%2e%2e/server/x.js',
  '/node_modules/lit-html/../../package.json',
  '/../../../etc/passwd',
  '/package.json',
])('%s is no file of the page', async (path) => {
  const { status, body } = await send('GET', path);
  expect([404, 200]).toContain(status);
  expect(status === 404 || body.includes('<title>remindme</title>')).toBe(true);
});

test.each([
  ['not JSON', 'no', 400],
  ['a list', '"text"', 400],
  ['too long', JSON.stringify({ message: 'x'.repeat(200_000) }), 413],
  ['without a time', '{"message":"call mum"}', 400],
  ['with a time in the past', '{"message":"call mum","when":"2020-01-01T00:00:00Z"}', 400],
  ['without a message', '{"when":"in 2 hours"}', 400],
  ['via nothing', '{"message":"call mum","when":"in 2 hours","via":"pigeon"}', 404],
])('a reminder that is %s is refused in a sentence', async (_what, body, status) => {
  const answer = await send('POST', '/api/reminders', own(), body);
  expect(answer.status).toBe(status);
  expect(JSON.parse(answer.body).problem).toMatch(/[.]$/);
  expect(answer.body).not.toMatch(/ {4}at /);
});

test('the page does not get the account or an ARN if it does not ask for them', async () => {
  const { body } = await send('GET', '/api/about', own());
  expect(JSON.parse(body)).toMatchObject({ service: 'remindme', zone: 'Europe/London', isLocal: true });
  expect(body).not.toMatch(/arn:|\d{12}|test/);
});
