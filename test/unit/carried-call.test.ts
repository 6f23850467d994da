import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { invokeLater } from '../../client/aws/functions.ts';
import { failureOf } from '../../client/failures.ts';

interface Received extends Pick<IncomingMessage, 'method' | 'url' | 'headers'> {
  readonly body: string;
}

let server: Server;
let received: Received[];
let answer: { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> };

beforeEach(async () => {
  received = [];
  answer = { status: 202, body: '' };
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) {
      body += chunk;
    }
    const { method, url, headers } = request;
    received.push({ method, url, headers, body });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const connection = () => ({
  endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
  maxAttempts: 1,
});

test('invokes a function asynchronously, signed for Lambda', async () => {
  await invokeLater(connection(), 'remindme-line-up-email', { hello: 'you' });
  expect(received).toEqual([
    {
      method: 'POST',
      url: '/2015-03-31/functions/remindme-line-up-email/invocations?Qualifier=live',
      body: '{"hello":"you"}',
      headers: expect.objectContaining({
        'x-amz-invocation-type': 'Event',
        'content-length': '15',
        authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=key[/][0-9]{8}[/]eu-west-1[/]lambda[/]/),
      }),
    },
  ]);
  expect(received[0]?.headers).not.toHaveProperty('x-amz-target');
});

test('reports what Lambda answers', async () => {
  answer = {
    status: 404,
    headers: { 'x-amzn-errortype': 'ResourceNotFoundException', 'content-type': 'application/json' },
    body: '{"Type":"User","Message":"Function not found"}',
  };
  const error = await invokeLater(connection(), 'remindme-gone', {}).catch((thrown: unknown) => thrown);
  expect(failureOf(error)).toEqual({
    kind: 'aws-error',
    error: 'ResourceNotFoundException',
    problem: 'Function not found',
  });
});
