import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { TIME_LIMITS } from '../../lambda/send-reminder/time-limits.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';

const EVENT = {
  message: 'stretch',
  subject: 'Reminder',
  dueAt: '2027-01-27T09:00:00Z',
  executionName: '20270127T090000Z-a4dd4f246c75ce90',
};

/** Returns the function's timeout in the template, in milliseconds. */
function functionTimeout(): number {
  const { functions } = physicalNames('remindme');
  const [timeout] = Object.values(synthesise().templates).flatMap(({ Resources }) =>
    Object.values(Resources).flatMap(({ Properties }) =>
      Properties?.['FunctionName'] === functions.sendReminder ? [Properties['Timeout']] : [],
    ),
  );
  return timeout * 1_000;
}

const servers: Server[] = [];

/** Starts the function in a new execution environment, with a fake AWS server. */
async function startFunction(answer: RequestListener) {
  const server = createServer(answer);
  servers.push(server);
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

/** Waits until the function has handled an event. Returns the error's name, if any, and the duration in milliseconds. */
async function ending(handling: Promise<unknown>) {
  const start = performance.now();
  const error = await handling.then(
    () => undefined,
    (error: Error) => error,
  );
  return { name: error?.name, milliseconds: performance.now() - start };
}

beforeAll(() => {
  for (const level of ['error', 'warn'] as const) {
    jest.spyOn(console, level).mockImplementation(() => undefined);
  }
});

afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

test('all calls for one event end before Lambda stops the function, even if each takes as long as possible', () => {
  const twoTriesOfFourCalls = 4 * 2 * TIME_LIMITS.answer;
  expect(twoTriesOfFourCalls).toBeLessThan(TIME_LIMITS.handling);
  expect(TIME_LIMITS.handling).toBeLessThan(functionTimeout());
});

/** Servers that never finish a response, keyed by a description for the test's title. */
const SILENT: Readonly<Record<string, RequestListener>> = {
  'never answers': () => {},
  'never ends its headers': ({ socket }) => {
    socket.write('HTTP/1.1 200 OK\r\nx-slow: ');
    const dripping = setInterval(() => socket.write('.'), 100);
    socket.on('close', () => clearInterval(dripping));
  },
  'stops in the middle of an answer': (_, response) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).write('{');
  },
};

describe('a service that', () => {
  const calls: Record<string, number> = {};
  let handled: Readonly<Record<string, ReturnType<typeof ending>>>;

  // handle all events at the same time, because each takes seconds
  beforeAll(async () => {
    const begun: typeof handled = {};
    for (const [what, answer] of Object.entries(SILENT)) {
      await new Promise<void>((resolve, reject) => {
        startFunction((...parameters) => {
          calls[what] = (calls[what] ?? 0) + 1;
          answer(...parameters);
          resolve(); // the function has read its environment, which the next case changes
        }).then(({ handler }) => Object.assign(begun, { [what]: ending(handler(EVENT)) }), reject);
      });
    }
    handled = begun;
  });

  test.each(Object.keys(SILENT))('%s is called twice, and then the function stops', async (what) => {
    const { name, milliseconds } = (await handled[what]) ?? {};
    expect(name).toBe('TimeoutError');
    expect(calls[what]).toBe(2);
    expect(milliseconds).toBeGreaterThan(2 * TIME_LIMITS.answer - 100);
    expect(milliseconds).toBeLessThan(TIME_LIMITS.handling);
  });
});

describe('with a deadline of half a second for all calls', () => {
  let deadline: jest.SpyInstance;
  beforeEach(() => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    deadline = jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout(500));
  });
  afterEach(() => deadline.mockRestore());

  test.each(['GetParameter', 'Publish'])(
    'stops waiting for an answer to %s that arrives one byte at a time',
    async (slow) => {
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
    const { handler } = await startFunction((_, response) => {
      response.writeHead(503, { 'x-amz-retry-after': '20000' }).end();
    });

    const { name, milliseconds } = await ending(handler(EVENT));
    expect(name).toBe('AbortError');
    expect(milliseconds).toBeLessThan(TIME_LIMITS.answer * 2);
  });
});
