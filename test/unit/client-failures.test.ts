import { InvalidEndpointError, makeClient, NotAwsError } from '../../client/aws/connection.ts';
import { ClientError, failureOf, isFailureOfAws } from '../../client/failures.ts';

const error = (name: string, message = '', more: object = {}) => Object.assign(new Error(message), { name, ...more });
const code = (value: string, message = 'as the system says it') => error('Error', message, { code: value });

describe('the kind of a failure', () => {
  test.each<[kind: string, thrown: unknown, data: object]>([
    ['no-region', new Error('Region is missing'), {}],
    ['unknown-region', new Error('Region not accepted: region="eu west" is no host'), { region: 'eu west' }],
    ['invalid-endpoint', new InvalidEndpointError('localhost:4566'), { endpoint: 'localhost:4566' }],
    ['no-credentials', error('CredentialsProviderError', 'none'), { problem: 'none' }],
    ['expired-credentials', error('ExpiredTokenException'), {}],
    ['rejected-credentials', error('UnrecognizedClientException', 'bad token'), { problem: 'bad token' }],
    ['not-allowed', error('AccessDeniedException', 'not you'), { problem: 'not you' }],
    ['throttled', error('ThrottlingException', '', { $metadata: { attempts: 8 } }), { attempts: 8 }],
    ['untrusted-certificate', code('SELF_SIGNED_CERT_IN_CHAIN'), { problem: 'as the system says it' }],
    ['certificate-not-valid-now', code('CERT_HAS_EXPIRED'), {}],
    ['not-aws', new NotAwsError(), {}],
    ['not-aws', error('SyntaxError', 'Unexpected token <', { $metadata: {} }), {}],
    ['no-answer', code('ECONNREFUSED'), { problem: 'as the system says it' }],
    ['no-answer', error('TimeoutError', 'no data for 20000 ms'), { problem: 'no answer came within 20 s' }],
    ['aborted', error('AbortError'), {}],
    ['gone', error('StateMachineDoesNotExist', 'x', { $fault: 'client' }), { error: 'StateMachineDoesNotExist' }],
    ['aws-error', error('SomethingNew', 'a\n  b', { $fault: 'server' }), { error: 'SomethingNew', problem: 'a b' }],
    ['unexpected', new TypeError('a defect'), { problem: 'a defect' }],
    ['unexpected', 'a text', { problem: 'a text' }],
    ['not-found', new ClientError({ kind: 'not-found', given: 'cd5f' }), { given: 'cd5f' }],
  ])('is %s for %s', (kind, thrown, data) => {
    expect(failureOf(thrown)).toMatchObject({ kind, ...data });
  });
});

test.each([
  ['an error of AWS', failureOf(error('ThrottlingException')), true],
  ['a lost answer', { kind: 'maybe-sent-again', id: 'x', cause: failureOf(code('ECONNRESET')) } as const, true],
  ['one reminder', { kind: 'continues', id: 'x' } as const, false],
])('%s counts as a failure of AWS itself: %s', (_, failure, isOfAws) => {
  expect(isFailureOfAws(failure)).toBe(isOfAws);
});

describe('an AWS SDK client', () => {
  /** A fake SDK client that exposes its configuration. */
  class FakeClient {
    readonly middlewareStack = { add: () => {} };
    constructor(readonly config: object) {}
  }

  test('gets its settings only from its connection, and none from the environment', () => {
    const before = { ...process.env };
    Object.assign(process.env, { AWS_REGION: 'eu-north-1', AWS_PROFILE: 'p', AWS_MAX_ATTEMPTS: '1' });
    const { config } = makeClient(FakeClient, {});
    process.env = before;
    expect(config).toEqual({ maxAttempts: 8, requestHandler: expect.anything() });
  });

  test('gets the endpoint, region and credentials of a local AWS', () => {
    const connection = {
      endpoint: 'http://127.0.0.1:4566',
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    expect(makeClient(FakeClient, connection).config).toMatchObject(connection);
  });

  test.each(['localhost', 'localhost:4566', 'http://'])(
    'refuses the endpoint %s, which is not a URL with http:// or https://',
    (endpoint) => {
      expect(() => makeClient(FakeClient, { endpoint })).toThrow(InvalidEndpointError);
    },
  );
});
