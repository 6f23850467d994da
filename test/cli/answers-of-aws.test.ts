import { setTimeout as delay } from 'node:timers/promises';
import { explainError } from '../../cli/explain-error.ts';
import { NotAwsError } from '../../client/aws/connection.ts';
import { inAHurry, runRemindme } from '../support/run-remindme.ts';
import { aws, run } from './with-fake-aws.ts';

describe('AWS errors', () => {
  // the end-to-end tests set AWS_ENDPOINT_URL if all test projects run together
  beforeAll(() => {
    delete process.env['AWS_ENDPOINT_URL'];
  });

  test('waits until throttling ends', async () => {
    aws.behave = ({ operation }, times) =>
      operation === 'StartExecution' && times < 5
        ? { error: 'ThrottlingException', message: 'Rate exceeded' }
        : undefined;
    expect(await run('x', 'PT1H')).toMatchObject({ code: 0 });
    expect(aws.operations.filter((name) => name === 'StartExecution')).toHaveLength(5);
    expect(aws.executions.size).toBe(1);
  });

  test('tries again if the answer with an error is cut off', async () => {
    const other = { status: 400, type: 'application/x-amz-json-1.0', body: '{"__type":"Throttling', isCut: true };
    aws.behave = ({ operation }, times) => (operation === 'StartExecution' && times === 1 ? { other } : undefined);
    expect(await run('x', 'PT1H')).toMatchObject({ code: 0 });
    expect(aws.operations.filter((name) => name === 'StartExecution')).toHaveLength(2);
  });

  test('explains throttling that does not end', async () => {
    aws.behave = () => ({ error: 'ThrottlingException', message: 'Rate exceeded' });
    const result = await runRemindme(['list'], { env: { ...aws.env, AWS_MAX_ATTEMPTS: '2' } });
    expect(result).toEqual({
      code: 1,
      stdout: '',
      stderr: 'error: AWS throttled the request 2 times. Try again in a minute.\n',
    });
  });

  test.each([
    [
      'AccessDeniedException',
      'User x is not authorized to perform: states:StartExecution',
      4,
      /^error: AWS does not allow this: .*states:StartExecution[.] Ask for that permission/,
    ],
    ['ExpiredTokenException', 'expired', 4, /have expired. Sign in again/],
    ['UnrecognizedClientException', 'The security token is invalid.', 4, /does not accept these credentials/],
    ['InvalidSignatureException', 'Signature not yet current', 4, /does not accept these credentials/],
    ['KmsAccessDeniedException', 'no key', 1, /AWS answered KmsAccessDeniedException: no key[.]/],
    ['InternalServerError\u001b[31m', 'oh \u001b[31m', 1, /AWS answered/],
  ])('%s', async (error, message, code, sentence) => {
    aws.behave = ({ operation }) => (operation === 'StartExecution' ? { error, message } : undefined);
    const result = await runRemindme(['x', 'PT1H'], { env: { ...aws.env, AWS_MAX_ATTEMPTS: '1' } });
    expect(result).toMatchObject({ code, stdout: '' });
    expect(result.stderr.split('\n').at(-2)).toMatch(sentence);
    expect(result.stderr).not.toMatch(/ {4}at /);
    expect(result.stderr).not.toContain('\u001b');
  });

  test('explains missing credentials', async () => {
    const env = { ...aws.env, AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
    expect(await runRemindme(['list'], { env })).toEqual({
      code: 4,
      stdout: '',
      stderr: 'error: No AWS credentials were found. Run aws configure or aws sso login, or pass --profile.\n',
    });
    expect(await runRemindme(['list', '--profile', 'none'], { env })).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/profile none gives no credentials/),
    });
  });

  test('explains a missing region', async () => {
    const env = { ...aws.env, AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined };
    expect(await runRemindme(['list'], { env })).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'error: No AWS region is set. Pass --region, such as --region eu-west-1, or set AWS_REGION. With the local AWS, paste the export line that npm start prints.\n',
    });
  });

  test('treats an empty region as missing', async () => {
    const env = { ...aws.env, AWS_REGION: '', AWS_DEFAULT_REGION: undefined };
    expect(await runRemindme(['list'], { env })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error: No AWS region is set[.]/),
    });
    expect(await runRemindme(['list'], { env: { ...env, AWS_DEFAULT_REGION: 'eu-west-1' } })).toMatchObject({
      code: 0,
    });
  });

  test('explains an invalid region', async () => {
    expect(await run('list', '--region', 'eu west')).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'error: There is no AWS region "eu west". Pass --region, such as --region eu-west-1, or set AWS_REGION.\n',
    });
  });

  test.each(['localhost', 'localhost:4566', 'http://'])(
    'explains an endpoint that is not a URL with http:// or https://: %s',
    async (endpoint) => {
      expect(await runRemindme(['list'], { env: { ...aws.env, AWS_ENDPOINT_URL: endpoint } })).toEqual({
        code: 2,
        stdout: '',
        stderr: `error: AWS_ENDPOINT_URL is "${endpoint}", which is not a URL with http:// or https://. Write one such as http://127.0.0.1:4566, or unset it.\n`,
      });
    },
  );

  test('explains that nothing answers at all', async () => {
    const env = { ...aws.env, AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_MAX_ATTEMPTS: '1' };
    expect(await runRemindme(['list'], { env })).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^error: Nothing answers at http:\/\/127\.0\.0\.1:9, where AWS_ENDPOINT_URL points: .*npm start/,
      ),
    });
  });

  test('retries a call without an answer, then explains the failure', async () => {
    aws.behave = () => ({ until: new Promise(() => {}) });
    const result = await runRemindme(['list'], {
      env: { ...aws.env, ...inAHurry(100), AWS_MAX_ATTEMPTS: '2' },
      interruptAfter: delay(10_000, undefined, { ref: false }),
    });
    expect(result).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^error: Nothing answers at http:\S+, where AWS_ENDPOINT_URL points: no answer came within 20 s[.] Start/,
      ),
    });
    expect(aws.operations).toEqual(['GetParameters', 'GetParameters']);
  });

  describe('if something else answers instead of AWS', () => {
    const PAGE = { status: 200, type: 'text/html', body: '<html><body>Welcome! Please log in.</body></html>' };
    const SENTENCE =
      /^(.+\n)?error: Something other than AWS answers at http:\S+, where AWS_ENDPOINT_URL points, perhaps a proxy or the login page of a network[.] Log in there, or correct AWS_ENDPOINT_URL, then try again[.]\n$/;

    /** Makes the fake AWS give this response to every call except GetParameters. */
    const answerWith = (other: typeof PAGE) => {
      aws.behave = ({ operation }) => (operation === 'GetParameters' ? undefined : { other });
    };

    test.each([
      ['a page', PAGE],
      ['the way to a page', { status: 302, type: 'text/plain', body: '' }],
      ['a string', { ...PAGE, type: 'text/plain' }],
      ['JSON of its own', { status: 200, type: 'application/json', body: '{"error":"Please log in."}' }],
    ])('%s does not count as a start', async (_, other) => {
      answerWith(other);
      expect(await run('x', 'PT1H')).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(SENTENCE) });
    });

    test.each([[['list']], [['subscribers']], [['subscribe', 'you@example.com']]])('%j explains it', async (args) => {
      answerWith(PAGE);
      expect(await run(...args)).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(SENTENCE) });
    });

    test('retries a page with a 503, because it may be from AWS', async () => {
      aws.behave = ({ operation }, times) =>
        operation === 'StartExecution' && times === 1 ? { other: { ...PAGE, status: 503 } } : undefined;
      expect(await run('x', 'PT1H')).toMatchObject({ code: 0 });
      expect(aws.operations.filter((name) => name === 'StartExecution')).toHaveLength(2);
    });

    test.each([
      [404, 'text/plain', ''],
      [404, 'application/json', '{"message":"no such route"}'],
      [404, 'text/html', '<html>Not found</html>'],
      [502, 'text/plain', ''],
      [502, 'application/json', '{}'],
      [502, 'text/html', '<html>Bad gateway</html>'],
    ])('names the origin of an HTTP error that is not an AWS error: %i %s %s', async (status, type, body) => {
      answerWith({ status, type, body });
      const env: Record<string, string | undefined> = { ...aws.env, AWS_MAX_ATTEMPTS: '1' };
      const next =
        status === 502
          ? 'Try again in a minute, or correct AWS_ENDPOINT_URL'
          : 'Correct AWS_ENDPOINT_URL, then try again';
      for (const command of ['list', 'subscribers']) {
        expect(await runRemindme([command], { env })).toEqual({
          code: 1,
          stdout: '',
          stderr: `error: Something other than AWS answers at ${env['AWS_ENDPOINT_URL']}, where AWS_ENDPOINT_URL points: HTTP ${status}. ${next}.\n`,
        });
      }
    });

    test('doctor reports it', async () => {
      answerWith(PAGE);
      const { code, stdout } = await run('doctor');
      expect({ code, stdout }).toEqual({
        code: 1,
        stdout: expect.stringMatching(
          /^✘ fail {2}credentials +Something other than AWS answers at .*[.]\n +→ Log in there, /,
        ),
      });
    });

    test('explains it without an endpoint too', () => {
      const failure = explainError(new NotAwsError(), {});
      expect(failure.message).toBe(
        'Something other than AWS answers, perhaps a proxy or the login page of a network. Open a web page to log in there, then try again.',
      );
    });
  });

  test.each([
    [
      ['SELF_SIGNED_CERT_IN_CHAIN', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
      "The certificate of AWS is not trusted: as OpenSSL says it. A proxy that looks into connections, such as a company's, has one of its own: set NODE_EXTRA_CA_CERTS to a file that has it, then try again.",
    ],
    [
      ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'],
      "The certificate of AWS is not valid by this machine's clock: as OpenSSL says it. Set the clock, best by NTP. If it is right, a proxy needs a new certificate.",
    ],
    [
      ['ERR_TLS_CERT_ALTNAME_INVALID', 'EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER'],
      'Something other than AWS answers, perhaps a proxy or the login page of a network. Open a web page to log in there, then try again.',
    ],
  ])('explains a connection that TLS refuses: %j', (codes, sentence) => {
    for (const code of codes) {
      const error = Object.assign(new Error('as OpenSSL says it'), { code, $metadata: { attempts: 1 } });
      expect(explainError(error, {})).toMatchObject({ exitCode: 1, message: sentence });
    }
  });

  test('explains an endpoint without TLS', async () => {
    const endpoint = String(aws.env['AWS_ENDPOINT_URL']).replace('http:', 'https:');
    expect(await runRemindme(['list'], { env: { ...aws.env, AWS_ENDPOINT_URL: endpoint } })).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        `^error: Something other than AWS answers at ${endpoint}, where AWS_ENDPOINT_URL points, .*correct AWS_ENDPOINT_URL`,
      ),
    });
  });

  test("leaves out the SDK's hints for its own users", () => {
    const hint =
      'Deserialization error: to see the raw response, inspect the hidden field {error}.$response on this object.';
    const failure = explainError(Object.assign(new Error(`aborted\n  ${hint}`), { code: 'ECONNRESET' }), {});
    expect(failure.message).toBe('AWS does not answer: aborted. Check the network and the region, then try again.');
  });

  test('recommends doctor for the same deployment after an unknown error', async () => {
    aws.behave = ({ operation }) => (operation === 'ListExecutions' ? { error: 'SomethingNew' } : undefined);
    const { stderr } = await run('list', '--region', 'eu-west-1');
    expect(stderr).toMatch(/SomethingNew.* Run remindme doctor --region eu-west-1 to see what is wrong[.]\n$/);
  });

  test('--debug adds the stack trace', async () => {
    aws.behave = () => ({ error: 'AccessDeniedException' });
    expect((await run('list', '--debug')).stderr).toMatch(
      /^error: AWS does not allow.*\n.*AccessDenied[\s\S]*\n {4}at /,
    );
  });
});
