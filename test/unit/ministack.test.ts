import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as os from 'node:os';
import { join } from 'node:path';
import * as ports from '../../local/ministack/free-port.ts';
import { startMinistack } from '../../local/ministack/ministack.ts';

// keep the modules' real functions, but let tests replace single ones
jest.mock('node:os', () => ({ __esModule: true, ...jest.requireActual('node:os') }));
jest.mock('../../local/ministack/free-port.ts', () => ({
  __esModule: true,
  ...jest.requireActual('../../local/ministack/free-port.ts'),
}));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(os.tmpdir(), 'remindme-ministack-'));
  jest.spyOn(os, 'tmpdir').mockReturnValue(folder);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  jest.restoreAllMocks();
});

/** Returns the names of MiniStack's folders that remain in the temporary folder. */
const left = () => readdirSync(folder).filter((name) => name.startsWith('remindme-'));

/** Writes a Node program that runs instead of Python. Returns its path. */
function fakePython(code: string): string {
  const program = join(folder, 'python');
  writeFileSync(program, `#!${process.execPath}\n${code}`, { mode: 0o755 });
  return program;
}

/** The code of a program that listens as MiniStack does. If the port is not free, the program fails as MiniStack does. */
const LISTENS = `
  const port = Number(process.env.GATEWAY_PORT);
  require('node:http').createServer((_, response) => response.end('{}'))
    .on('error', (error) => { console.error(error.message); process.exit(1); })
    .listen(port, '127.0.0.1', () => console.error('[INFO] Running on http://127.0.0.1:' + port + ' (CTRL + C to quit)'));
`;

test('says in a sentence that Python cannot be started', async () => {
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
])("reports MiniStack's exit and the end of its log: %s", async (end, how) => {
  const python = fakePython(`console.error('No more.'); ${end};`);
  await expect(startMinistack({ python })).rejects.toMatchObject({
    name: 'Problem',
    message: expect.stringMatching(`ended by itself \\(${how}\\)[.].*\nNo more[.]$`),
  });
  expect(left()).toEqual([]);
});

test('says in a sentence that the temporary folder is not writable', async () => {
  jest.spyOn(os, 'tmpdir').mockReturnValue(join(folder, 'none'));
  await expect(startMinistack({ python: fakePython(LISTENS) })).rejects.toMatchObject({
    name: 'Problem',
    message: expect.stringMatching(
      /^Cannot create a folder for MiniStack, the local AWS, in .*none: ENOENT.*TMPDIR.*[.]$/,
    ),
  });
});

test('uses another port if another process takes the first one in the meantime', async () => {
  const other = createServer((_, response) => response.end('{}')); // this server responds as another MiniStack would
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port: taken } = other.address() as AddressInfo;
  jest.spyOn(ports, 'freePort').mockResolvedValueOnce(taken);

  const ministack = await startMinistack({ python: fakePython(LISTENS) });
  other.close();
  other.closeAllConnections();

  expect(ministack.port).not.toBe(taken);
  await ministack.stop();
  expect(existsSync(ministack.folder)).toBe(false);
  expect(left()).toEqual([]);
});
