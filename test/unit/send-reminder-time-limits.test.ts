import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { TIME_LIMITS } from '../../lambda/send-reminder/time-limits.ts';
import { SendReminderFunction } from '../../lib/reminders/send-reminder-function.ts';

const EVENT = {
  message: 'stretch',
  subject: 'Reminder',
  dueAt: '2027-01-27T09:00:00Z',
  executionName: '20270127T090000Z-a4dd4f246c75ce90',
};

/** Returns the function's deployed timeout in milliseconds. */
function functionTimeout(): number {
  const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Test');
  new SendReminderFunction(stack, 'SendReminder', {
    functionName: 'test-send-reminder',
    topic: new Topic(stack, 'Topic'),
    topicParameter: new StringParameter(stack, 'Parameter', { stringValue: 'x' }),
  });
  const [properties] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  return properties?.['Properties'].Timeout * 1_000;
}

let server: Server;

/** Starts the function in a new execution environment, with a server that replaces AWS. */
async function startFunction(answer: RequestListener) {
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', // the tests also run on older Node versions
    TOPIC_PARAMETER: '/test/notifyme',
  });
  jest.resetModules();
  return await import('../../lambda/send-reminder/handler.ts');
}

/** Waits until an event is handled. Returns the result, and the duration in milliseconds. */
async function ending(handling: Promise<unknown>) {
  const start = performance.now();
  const error = await handling.then(
    () => undefined,
    (error: Error) => error,
  );
  return { name: error?.name, milliseconds: performance.now() - start };
}

beforeEach(() => {
  for (const level of ['error', 'warn'] as const) {
    jest.spyOn(console, level).mockImplementation(() => undefined);
  }
});

afterEach(() => {
  jest.restoreAllMocks();
  server?.closeAllConnections();
  server?.close();
});

test('all calls for one event end before Lambda stops the function, even if each takes as long as possible', () => {
  const twoTriesOfFourCalls = 4 * 2 * TIME_LIMITS.answer;
  expect(twoTriesOfFourCalls).toBeLessThan(TIME_LIMITS.handling);
  expect(TIME_LIMITS.handling).toBeLessThan(functionTimeout());
});

test('stops after two tries if a service never answers', async () => {
  const answer = jest.fn();
  const { handler } = await startFunction(answer);

  const { name, milliseconds } = await ending(handler(EVENT));
  expect(name).toBe('TimeoutError');
  expect(answer).toHaveBeenCalledTimes(2);
  expect(milliseconds).toBeGreaterThan(2 * TIME_LIMITS.answer - 100);
  expect(milliseconds).toBeLessThan(TIME_LIMITS.handling);
}, 60_000);

test('stops after two tries if a service never ends its headers', async () => {
  const answer = jest.fn<void, Parameters<RequestListener>>(({ socket }) => {
    socket.write('HTTP/1.1 200 OK\r\nx-slow: ');
    const dripping = setInterval(() => socket.write('.'), 100);
    socket.on('close', () => clearInterval(dripping));
  });
  const { handler } = await startFunction(answer);

  const { name, milliseconds } = await ending(handler(EVENT));
  expect(name).toBe('TimeoutError');
  expect(answer).toHaveBeenCalledTimes(2);
  expect(milliseconds).toBeLessThan(TIME_LIMITS.handling);
}, 60_000);

test('stops after two tries if a service stops in the middle of an answer', async () => {
  const answer = jest.fn<void, Parameters<RequestListener>>((_, response) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).write('{');
  });
  const { handler } = await startFunction(answer);

  const { name, milliseconds } = await ending(handler(EVENT));
  expect(name).toBe('TimeoutError');
  expect(answer).toHaveBeenCalledTimes(2);
  expect(milliseconds).toBeLessThan(TIME_LIMITS.handling);
}, 60_000);

/** Shortens the deadline for all calls to half a second. */
function briefDeadline() {
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  return jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout(500));
}

test.each(['GetParameter', 'Publish'])(
  'stops waiting for an answer to %s that arrives one byte at a time',
  async (slow) => {
    const deadline = briefDeadline();
    const { handler } = await startFunction((request, response) => {
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
      const isGetParameter = request.headers['x-amz-target'] === 'AmazonSSM.GetParameter';
      if (isGetParameter && slow === 'Publish') {
        response.end('{"Parameter":{"Value":"arn:aws:sns:eu-central-1:111122223333:remindme"}}');
        return;
      }
      const dripping = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(dripping));
    });

    const { name, milliseconds } = await ending(handler(EVENT));
    expect(deadline).toHaveBeenCalledWith(TIME_LIMITS.handling);
    expect(name).toBe('AbortError');
    expect(milliseconds).toBeLessThan(TIME_LIMITS.answer * 2);
  },
);

test('does not wait longer than the limit if a service asks for a pause', async () => {
  briefDeadline();
  const { handler } = await startFunction((_, response) => {
    response.writeHead(503, { 'x-amz-retry-after': '20000' }).end();
  });

  const { name, milliseconds } = await ending(handler(EVENT));
  expect(name).toBe('AbortError');
  expect(milliseconds).toBeLessThan(TIME_LIMITS.answer * 2);
});
