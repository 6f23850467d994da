import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPython } from '../../local/python/find-python.ts';

let folder: string;
const path = process.env['PATH'];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'remindme-python-'));
});
afterEach(() => {
  process.env['PATH'] = path;
  rmSync(folder, { recursive: true });
});

/** Sets PATH to a folder that contains only the program `python3`, which runs the given script. */
function onlyPython(script: string): void {
  writeFileSync(join(folder, 'python3'), `#!${process.execPath}\n${script}`, { mode: 0o755 });
  process.env['PATH'] = folder;
}

const says = (answer: object) => `console.log(${JSON.stringify(JSON.stringify(answer))})`;

test.each([
  ["process.kill(process.pid, 'SIGSEGV')", /^Python 3[.]10 or newer is needed, but python3 was ended by SIGSEGV/],
  ['process.exit(1)', /but none was found on the PATH[.]/],
  [says({ path: '/old', version: '3.9.1', hasVenv: true }), /but \/old is 3[.]9[.]1[.]/],
  [
    says({ path: '/new', version: '3.12.1', hasVenv: false }),
    /^Python 3[.]12[.]1 [(]\/new[)] cannot make virtual environ/,
  ],
])('says why a Python does not fit: %s', async (script, expected) => {
  onlyPython(script);
  await expect(findPython()).rejects.toMatchObject({ name: 'Problem', message: expect.stringMatching(expected) });
});

test('finds a Python that is new enough', async () => {
  onlyPython(says({ path: '/new', version: '3.10.0', hasVenv: true }));
  expect(await findPython()).toEqual({ path: '/new', version: '3.10.0' });
});
