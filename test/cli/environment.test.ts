import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { clockAhead, emptyCache, runRemindme } from '../support/run-remindme.ts';
import { aws, ID } from './with-fake-aws.ts';

/** The number of seconds until noon UTC on 1 July 2027, when London's clocks are an hour ahead of UTC. */
const toJuly = (Date.UTC(2027, 6, 1, 12) - Date.now()) / 1_000;

describe('TZ', () => {
  const runWith = (TZ: string | undefined, ...args: string[]) =>
    runRemindme(args, { env: { ...aws.env, ...clockAhead(toJuly), TZ } });

  test.each([
    ['', 'UTC'],
    [':', 'UTC'],
    ['utc', 'UTC'],
    ['UTC', 'UTC'],
    [':Europe/London', 'BST'],
    ['europe/london', 'BST'],
    ['posix/Europe/London', 'BST'],
    ['/usr/share/zoneinfo/Europe/London', 'BST'],
    [':/usr/share/zoneinfo/posix/Europe/London', 'BST'],
    [':/nowhere/zoneinfo/America/New_York', 'EDT'],
  ])('"%s" means the time zone %s', async (TZ, name) => {
    const { code, stdout, stderr } = await runWith(TZ, 'x', 'tomorrow', '9am', '--dry-run');
    const hour = { UTC: 9, BST: 8, EDT: 13 }[name];
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(`Fri 2 Jul 2027, 09:00 ${name} (`) });
    expect(stdout).toContain(`"2027-07-02T${String(hour).padStart(2, '0')}:00:00Z"`);
  });

  test.each(['/etc/localtime', ':/etc/localtime'])("%s means the machine's own zone", async (TZ) => {
    expect(await runWith(TZ, 'x', 'tomorrow 9am', '--dry-run')).toEqual(
      await runWith(undefined, 'x', 'tomorrow 9am', '--dry-run'),
    );
  });

  test('with rules but no name is refused only if a zone is needed', async () => {
    aws.add({ name: ID });
    const refused = {
      code: 2,
      stdout: '',
      stderr:
        'error: The environment variable TZ is "CET-1CEST", which is not a time zone. Set it to one such as Europe/London, or pass --tz.\n',
    };
    expect(await runWith('CET-1CEST', 'x', 'tomorrow 9am')).toEqual(refused);
    expect(await runWith('CET-1CEST', 'x', 'tomorrow 9am', '--tz', 'Europe/London')).toMatchObject({ code: 0 });
    for (const args of [
      ['list', '--json'],
      ['list', '--quiet'],
      ['show', ID, '--json'],
      ['cancel', ID],
    ]) {
      expect(await runWith('CET-1CEST', ...args)).toMatchObject({ code: 0 });
    }
  });
});

test.each(['/proc/self', '/dev/null'])('works with a home folder that is not writable: %s', async (HOME) => {
  const env = { ...aws.env, HOME, XDG_CACHE_HOME: undefined };
  expect(await runRemindme(['x', 'PT1H', '--quiet'], { env })).toMatchObject({ code: 0, stderr: '' });
});

const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;

async function listen<Kind extends Server>(server: Kind): Promise<Kind> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

describe('HTTPS_PROXY', () => {
  /** A proxy that forwards the connections for every host to one port on this computer. */
  class FakeProxy {
    readonly asked: string[] = [];
    readonly users: (string | undefined)[] = [];
    /** The status of the proxy's response to CONNECT. The proxy forwards a connection only if the status is 200. */
    answer = '200 OK';
    private readonly sockets = new Set<Socket>();
    private readonly server = createServer();

    async open(target: number): Promise<string> {
      this.server.on('connect', ({ url = '', headers }, socket: Socket) => {
        this.asked.push(url);
        this.users.push(headers['proxy-authorization']);
        socket.write(`HTTP/1.1 ${this.answer}\r\n\r\n`);
        if (!this.answer.startsWith('200')) {
          socket.end();
          return;
        }
        const onward = connect(target, '127.0.0.1');
        for (const [one, other] of [
          [socket, onward],
          [onward, socket],
        ] as const) {
          this.sockets.add(one);
          one.on('error', () => {}).pipe(other);
        }
      });
      return `127.0.0.1:${portOf(await listen(this.server))}`;
    }

    async close(): Promise<void> {
      for (const socket of this.sockets) {
        socket.destroy();
      }
      this.server.closeAllConnections();
      await new Promise((resolve) => this.server.close(resolve));
    }
  }

  let proxy: FakeProxy;
  let address: string;
  let secure: Server;
  let env: Record<string, string | undefined>;

  beforeAll(() => {
    delete process.env['AWS_ENDPOINT_URL'];
  });

  beforeEach(async () => {
    const folder = emptyCache();
    const files = { key: `${folder}/key.pem`, cert: `${folder}/cert.pem` };
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', files.key, '-out', files.cert, '-days', '2'],
        ...['-subj', '/CN=test', '-addext', 'subjectAltName=DNS:*.eu-west-1.amazonaws.com'],
      ],
      { stdio: 'ignore' },
    );
    const pem = { key: readFileSync(files.key), cert: readFileSync(files.cert) };
    secure = await listen(createTlsServer(pem, aws.listener) as unknown as Server);
    proxy = new FakeProxy();
    address = await proxy.open(portOf(secure));
    env = {
      ...aws.env,
      AWS_ENDPOINT_URL: undefined,
      AWS_MAX_ATTEMPTS: '1',
      NODE_EXTRA_CA_CERTS: files.cert,
      HTTPS_PROXY: address,
    };
  });

  afterEach(async () => {
    await proxy.close();
    secure.closeAllConnections();
    await new Promise((resolve) => secure.close(resolve));
  });

  test('is used by each AWS client', async () => {
    expect(await runRemindme(['x', 'PT1H', '--quiet'], { env })).toMatchObject({ code: 0, stderr: '' });
    expect(aws.operations).toEqual(['GetParameters', 'StartExecution']);
    expect(proxy.asked).toEqual(['ssm.eu-west-1.amazonaws.com:443', 'states.eu-west-1.amazonaws.com:443']);
  });

  test('may be in lower case, with a scheme and a user', async () => {
    const https_proxy = `http://me:p%40ss@${address}/`;
    const result = await runRemindme(['list'], { env: { ...env, HTTPS_PROXY: 'http://127.0.0.1:9', https_proxy } });
    expect(result).toMatchObject({ code: 0 });
    expect(new Set(proxy.users)).toEqual(new Set([`Basic ${Buffer.from('me:p@ss').toString('base64')}`]));
  });

  test('is not used for an endpoint without TLS', async () => {
    const { AWS_ENDPOINT_URL } = aws.env;
    expect(await runRemindme(['list'], { env: { ...env, AWS_ENDPOINT_URL } })).toMatchObject({ code: 0 });
    expect(proxy.asked).toEqual([]);
  });

  test('is named in the error if the proxy does not answer', async () => {
    const HTTPS_PROXY = 'http://me:secret@127.0.0.1:9';
    expect(await runRemindme(['list'], { env: { ...env, HTTPS_PROXY } })).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'error: AWS does not answer through the proxy http://127.0.0.1:9, which HTTPS_PROXY names: connect ECONNREFUSED 127.0.0.1:9. Correct the variable, or unset it if no proxy is needed.\n',
    });
  });

  test.each([
    [
      '407 Proxy Authentication Required',
      'Write its user and password into the variable, as in http://user:password@proxy.example.com:3128.',
    ],
    [
      '503 Service Unavailable',
      'Correct the variable, or add .amazonaws.com to NO_PROXY if AWS can be reached without a proxy.',
    ],
  ])('is named in the error if the proxy refuses: %s', async (answer, next) => {
    proxy.answer = answer;
    expect(await runRemindme(['list'], { env })).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: The proxy http://${address}, which HTTPS_PROXY names, does not connect to ssm.eu-west-1.amazonaws.com: HTTP ${answer}. ${next}\n`,
    });
  });

  test.each(['socks5://127.0.0.1:1080', 'http://'])(
    'that is not the URL of an HTTP proxy is refused: %s',
    async (HTTPS_PROXY) => {
      expect(await runRemindme(['list'], { env: { ...env, HTTPS_PROXY } })).toEqual({
        code: 2,
        stdout: '',
        stderr: `error: HTTPS_PROXY is "${HTTPS_PROXY}", which is not the URL of an HTTP proxy. Write one such as http://proxy.example.com:3128, or unset it.\n`,
      });
    },
  );
});
