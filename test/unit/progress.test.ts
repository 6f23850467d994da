import { step } from '../../local/terminal/progress.ts';

const LONG = 'First start: downloading and installing MiniStack, the local AWS';
const { isTTY, columns } = process.stdout;
const { NO_COLOR } = process.env;
let written: string[];

beforeEach(() => {
  written = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  process.env['NO_COLOR'] = '1';
  Object.assign(process.stdout, { isTTY: true });
});
afterEach(() => {
  jest.restoreAllMocks();
  Object.assign(process.stdout, { isTTY, columns });
  if (NO_COLOR === undefined) {
    delete process.env['NO_COLOR'];
  } else {
    process.env['NO_COLOR'] = NO_COLOR;
  }
});

const run = () =>
  step('Looking for Python', async (line) => {
    line.update(LONG);
    return ['found', 'MiniStack is installed'];
  });

test.each([20, 40, 70, 71, 200])('cuts a running step to one row of %i columns', async (width) => {
  process.stdout.columns = width;

  expect(await run()).toBe('found');

  const shown = written.map((text) => text.replace('\r\x1b[2K', ''));
  const rows = shown.slice(0, -1);
  expect(rows).toHaveLength(2);
  expect(rows.filter(({ length }) => length >= width)).toEqual([]);
  expect(rows.every((row) => row.endsWith(' 0 s'))).toBe(true);
  expect(shown.at(-1)).toMatch(/^✔ MiniStack is installed 0\.\d s\n$/);
});

test.each([0, undefined])('shows the whole text if the terminal reports %s columns', async (width) => {
  Object.assign(process.stdout, { columns: width });

  await run();

  expect(written[1]).toBe(`\r\x1b[2K… ${LONG} 0 s`);
});

// package.json allows Node 20.11, but only Node 20.12 and newer have util.styleText
test('leaves a string unstyled if Node cannot style it', async () => {
  delete process.env['NO_COLOR'];
  jest.resetModules();
  jest.doMock('node:util', () => ({ ...jest.requireActual('node:util'), styleText: undefined }));

  const { styled } = await import('../../local/terminal/progress.ts');

  expect(styled('green', '✔')).toBe('✔');
  jest.dontMock('node:util');
});
