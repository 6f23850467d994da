import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RetryProps } from 'aws-cdk-lib/aws-stepfunctions';
import { LAMBDA_RETRIES, SNS_RETRIES, SQS_RETRIES } from '../../lib/kit/state-machines/retry-policies.ts';

/**
 * Tests how long the state machines retry each error. The names of the function's errors come from the real function and its
 * SDK clients.
 */

/**
 * Returns how long Step Functions retries the given error: `for seconds`, `for minutes` or `never`. Step Functions uses the
 * first retrier that matches the error (Developer Guide, "Error names").
 */
function triedAgain(error: string, retries: readonly RetryProps[]): string {
  const retrier = retries.find(
    ({ errors = [] }) => errors.includes(error) || (errors.includes('States.TaskFailed') && error !== 'States.Timeout'),
  );
  return { 3: 'for seconds', 10: 'for minutes' }[retrier?.maxAttempts ?? 0] ?? 'never';
}

const EVENT = {
  message: 'stretch',
  subject: 'Reminder',
  dueAt: '2027-01-27T09:00:00Z',
  executionName: '20270127T090000Z-a4dd4f246c75ce90',
};

type Answer = readonly [status: number, body: string];
const PARAMETER: Answer = [200, '{"Parameter":{"Value":"arn:aws:sns:eu-central-1:111122223333:remindme"}}'];
const page = (status: number): Answer => [status, '<html><body><h1>Service Unavailable</h1></body></html>'];
const xml = (status: number, code: string): Answer => [
  status,
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
];
const json = (status: number, code: string): Answer => [status, JSON.stringify({ __type: code, message: 'no' })];

/** The current responses of the fake AWS server. */
const aws: Record<'GetParameter' | 'Publish', Answer> = { GetParameter: PARAMETER, Publish: page(503) };
const server = createServer((request, response) => {
  const [status, body] = aws[request.headers['x-amz-target'] === 'AmazonSSM.GetParameter' ? 'GetParameter' : 'Publish'];
  response.writeHead(status).end(body);
});
const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
const close = () => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
};

/** Runs the function in a new execution environment. Returns the name of its error, or `none`. */
async function errorOf(event: unknown): Promise<string> {
  jest.resetModules();
  const { handler } = await import('../../lambda/send-reminder/handler.ts');
  return handler(event).then(
    () => 'none',
    (error: Error) => error.name,
  );
}

beforeAll(async () => {
  await listen(0);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', // the tests also run on older Node versions
    TOPIC_PARAMETER: '/test/notifyme',
  });
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterAll(async () => {
  jest.restoreAllMocks();
  await close();
});

test.each<[answer: Answer, error: string, tried: string]>([
  [json(400, 'ParameterNotFound'), 'ParameterNotFound', 'for seconds'],
  [json(400, 'AccessDeniedException'), 'AccessDeniedException', 'for seconds'],
  [json(400, 'ValidationException'), 'ValidationException', 'for seconds'],
  [json(400, 'ThrottlingException'), 'ThrottlingException', 'for minutes'],
  [json(429, 'TooManyUpdates'), 'TooManyUpdates', 'for minutes'],
  [json(400, 'RequestLimitExceeded'), 'RequestLimitExceeded', 'for minutes'],
  [json(400, 'ExpiredTokenException'), 'ExpiredTokenException', 'for minutes'],
  [json(500, 'InternalServerError'), 'InternalServerError', 'for minutes'],
  [json(500, 'InternalFailure'), 'InternalFailure', 'for minutes'],
  [json(503, 'ServiceUnavailable'), 'ServiceUnavailable', 'for minutes'],
  [[503, '{}'], 'Unknown', 'for minutes'],
  [[500, ''], 'Unknown', 'for minutes'],
  [page(200), 'SyntaxError', 'for minutes'],
  [page(503), 'SyntaxError', 'for minutes'],
  [[200, '{}'], 'Error', 'for minutes'],
])('GetParameter, answered with %j, fails with %s, which is retried %s', async (answer, error, tried) => {
  Object.assign(aws, { GetParameter: answer });

  expect(await errorOf(EVENT)).toBe(error);
  expect(triedAgain(error, LAMBDA_RETRIES)).toBe(tried);
});

test.each<[answer: Answer, error: string, tried: string]>([
  [xml(404, 'NotFound'), 'NotFoundException', 'for seconds'],
  [xml(403, 'AuthorizationError'), 'AuthorizationErrorException', 'for seconds'],
  [xml(400, 'InvalidParameter'), 'InvalidParameterException', 'for seconds'],
  [xml(400, 'ParameterValueInvalid'), 'InvalidParameterValueException', 'for seconds'],
  [xml(400, 'KMSAccessDenied'), 'KMSAccessDeniedException', 'for seconds'],
  [xml(400, 'KMSDisabled'), 'KMSDisabledException', 'for seconds'],
  [xml(400, 'KMSInvalidState'), 'KMSInvalidStateException', 'for seconds'],
  [xml(400, 'KMSNotFound'), 'KMSNotFoundException', 'for seconds'],
  [xml(400, 'KMSThrottling'), 'KMSThrottlingException', 'for minutes'],
  [xml(429, 'Throttled'), 'ThrottledException', 'for minutes'],
  [xml(400, 'Throttling'), 'Throttling', 'for minutes'],
  [xml(403, 'ExpiredToken'), 'ExpiredToken', 'for minutes'],
  [xml(500, 'InternalError'), 'InternalErrorException', 'for minutes'],
  [xml(500, 'InternalFailure'), 'InternalFailure', 'for minutes'],
  [xml(503, 'ServiceUnavailable'), 'ServiceUnavailable', 'for minutes'],
  [json(503, 'ServiceUnavailable'), 'Error', 'for minutes'],
  [[500, ''], 'Unknown', 'for minutes'],
  [page(503), 'Unknown', 'for minutes'],
  [page(429), 'Unknown', 'for minutes'],
  [page(200), 'NotPublishedError', 'for minutes'],
])('Publish, answered with %j, fails with %s, which is retried %s', async (answer, error, tried) => {
  Object.assign(aws, { GetParameter: PARAMETER, Publish: answer });

  expect(await errorOf(EVENT)).toBe(error);
  expect(triedAgain(error, LAMBDA_RETRIES)).toBe(tried);
});

test('a function that cannot reach any service is retried for minutes', async () => {
  const { port } = server.address() as AddressInfo;
  await close();
  try {
    const error = await errorOf(EVENT);

    expect(error).toBe('Error');
    expect(triedAgain(error, LAMBDA_RETRIES)).toBe('for minutes');
  } finally {
    await listen(port);
  }
});

test('a malformed event is retried for seconds', async () => {
  expect(triedAgain(await errorOf({}), LAMBDA_RETRIES)).toBe('for seconds');
});

test.each([
  // errors from the function's own time limits (see send-reminder-time-limits.test.ts)
  ['TimeoutError', 'for minutes', LAMBDA_RETRIES],
  ['AbortError', 'for minutes', LAMBDA_RETRIES],
  // Lambda's errors (Step Functions Developer Guide, "Handle transient Lambda service exceptions"; Lambda API Reference,
  // Invoke)
  ['Lambda.ClientExecutionTimeoutException', 'for minutes', LAMBDA_RETRIES],
  ['Lambda.ServiceException', 'for minutes', LAMBDA_RETRIES],
  ['Lambda.AWSLambdaException', 'for minutes', LAMBDA_RETRIES],
  ['Lambda.SdkClientException', 'for minutes', LAMBDA_RETRIES],
  ['Lambda.TooManyRequestsException', 'for minutes', LAMBDA_RETRIES],
  ['Lambda.ResourceConflictException', 'for minutes', LAMBDA_RETRIES],
  ['Lambda.Unknown', 'for minutes', LAMBDA_RETRIES],
  ['Sandbox.Timedout', 'for minutes', LAMBDA_RETRIES],
  ['Lambda.ResourceNotFoundException', 'for seconds', LAMBDA_RETRIES],
  ['Lambda.InvalidParameterValueException', 'for seconds', LAMBDA_RETRIES],
  ['Lambda.KMSAccessDeniedException', 'for seconds', LAMBDA_RETRIES],
  // SNS's errors (SNS API Reference, Publish)
  ['SNS.InternalErrorException', 'for minutes', SNS_RETRIES],
  ['SNS.ThrottledException', 'for minutes', SNS_RETRIES],
  ['SNS.KMSThrottlingException', 'for minutes', SNS_RETRIES],
  ['SNS.AmazonSNSException', 'for minutes', SNS_RETRIES],
  ['SNS.SdkClientException', 'for minutes', SNS_RETRIES],
  ['SNS.NotFoundException', 'for seconds', SNS_RETRIES],
  ['SNS.AuthorizationErrorException', 'for seconds', SNS_RETRIES],
  ['SNS.InvalidParameterException', 'for seconds', SNS_RETRIES],
  ['SNS.KMSDisabledException', 'for seconds', SNS_RETRIES],
  // SQS's errors (SQS API Reference, SendMessage)
  ['SQS.RequestThrottledException', 'for minutes', SQS_RETRIES],
  ['SQS.AmazonSQSException', 'for minutes', SQS_RETRIES],
  ['SQS.SdkClientException', 'for minutes', SQS_RETRIES],
  ['SQS.QueueDoesNotExistException', 'for seconds', SQS_RETRIES],
  ['SQS.InvalidMessageContentsException', 'for seconds', SQS_RETRIES],
])('%s is retried %s', (error, tried, retries) => {
  expect(triedAgain(error, retries)).toBe(tried);
});

test.each([
  ['Lambda', LAMBDA_RETRIES],
  ['SNS', SNS_RETRIES],
  ['SQS', SQS_RETRIES],
])('the retries for %s take minutes after a timeout and seconds after a failed expression', (_, retries) => {
  expect(triedAgain('States.Timeout', retries)).toBe('for minutes');
  expect(triedAgain('States.QueryEvaluationError', retries)).toBe('for seconds');
  expect(triedAgain('States.Permissions', retries)).toBe('for seconds');
});
