import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as os from 'node:os';
import { join } from 'node:path';
import * as ports from '../../local/free-port.ts';
import { startMinistack } from '../../local/ministack.ts';

// as they are, but so that a test can put something else in their place
jest.mock('node:os', () => ({ __esModule: true, ...jest.requireActual('node:os') }));
jest.mock('../../local/free-port.ts', () => ({ __esModule: true, ...jest.requireActual('../../local/free-port.ts') }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(os.tmpdir(), 'remindme-ministack-'));
  jest.spyOn(os, 'tmpdir').mockReturnValue(folder);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  jest.restoreAllMocks();
});

/** The folders that starts have left in the temporary folder. */
const left = () => readdirSync(folder).filter((name) => name.startsWith('remindme-'));

/** A program in Python's place. */
function pretend(code: string): string {
  const program = join(folder, 'python');
  writeFileSync(program, `#!${process.execPath}\n${code}`, { mode: 0o755 });
  return program;
}

/** As MiniStack does where its port is free, and where it is not. */
const LISTENS = `
  const port = Number(process.env.GATEWAY_PORT);
  require('node:http').createServer((_, response) => response.end('{}'))
    .on('error', (error) => { console.error(error.message); process.exit(1); })
    .listen(port, '127.0.0.1', () => console.error('[INFO] Running on http://127.0.0.1:' + port + ' (CTRL + C to quit)'));
`;

test('a Python that cannot be started is told in a sentence', async () => {
  await expect(startMinistack({ python: join(folder, 'none') })).rejects.toMatchObject({
    name: 'Problem',
    message: expect.stringMatching(
      /^MiniStack, the local AWS, could not be started: .*none ENOENT[.] Remove .* again[.]$/,
    ),
  });
  expect(left()).toEqual([]);
});

test.each([
  ['process.exit(3)', 'exit code 3'],
  ["process.kill(process.pid, 'SIGTERM')", 'SIGTERM'],
])('one that ends at once is told with how and its last words: %s', async (end, how) => {
  const python = pretend(`console.error('No more.'); ${end};`);
  await expect(startMinistack({ python })).rejects.toMatchObject({
    name: 'Problem',
    message: expect.stringMatching(`ended by itself \\(${how}\\)[.].*\nNo more[.]$`),
  });
  expect(left()).toEqual([]);
});

test('a temporary folder in which nothing can be made is told in a sentence', async () => {
  jest.spyOn(os, 'tmpdir').mockReturnValue(join(folder, 'none'));
  await expect(startMinistack({ python: pretend(LISTENS) })).rejects.toMatchObject({
    name: 'Problem',
    message: expect.stringMatching(
      /^No folder for MiniStack, the local AWS, can be made in .*none: ENOENT.*TMPDIR.*[.]$/,
    ),
  });
});

test('where somebody else has taken the port meanwhile, another one is taken', async () => {
  const other = createServer((_, response) => response.end('{}')); // answers, as another MiniStack would
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port: taken } = other.address() as AddressInfo;
  jest.spyOn(ports, 'freePort').mockResolvedValueOnce(taken);

  const ministack = await startMinistack({ python: pretend(LISTENS) });
  other.close();
  other.closeAllConnections();

  expect(ministack.port).not.toBe(taken);
  await ministack.stop();
  expect(existsSync(ministack.folder)).toBe(false);
  expect(left()).toEqual([]);
});
