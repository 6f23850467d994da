import { readDemoOptions, readStartOptions } from '../../local/options.ts';

/** What npm start and npm run demo:stack can be told. */

let printed: string[];
beforeEach(() => {
  printed = [];
  jest.spyOn(console, 'log').mockImplementation((text) => {
    printed.push(`log: ${text}`);
  });
  jest.spyOn(console, 'error').mockImplementation((text) => {
    printed.push(`error: ${text}`);
  });
});
afterEach(() => jest.restoreAllMocks());

test.each([
  [[], { once: false }],
  [['--once'], { once: true }],
  [['--port', '4567'], { once: false, port: 4567 }],
])('npm start takes %j', (parameters, expected) => {
  expect(readStartOptions(parameters)).toEqual(expected);
  expect(printed).toEqual([]);
});

test('npm run demo:stack takes nothing', () => {
  expect(readDemoOptions([])).toBeUndefined();
  expect(printed).toEqual([]);
});

test.each([
  ['npm start', readStartOptions],
  ['npm run demo:stack', readDemoOptions],
])('%s shows its help, and does nothing else', (name, readOptions) => {
  for (const parameter of ['--help', '-h']) {
    expect(readOptions([parameter])).toBe(0);
  }

  expect(printed).toHaveLength(2);
  expect(printed[0]).toMatch(/^log: /);
  expect(printed[0]).toContain(`Usage: ${name} -- `);
});

test.each([
  ['npm start', '--twice', readStartOptions],
  ['npm start', 'now', readStartOptions],
  ['npm run demo:stack', '--once', readDemoOptions],
  ['npm run demo:stack', 'now', readDemoOptions],
])('%s refuses %s in a sentence that says what it takes', (name, parameter, readOptions) => {
  expect(readOptions([parameter])).toBe(1);

  expect(printed).toEqual([
    expect.stringMatching(new RegExp(`^error: [^\\n]*${parameter}[^\\n]*; ${name} takes [^\\n]*[.]$`)),
  ]);
});

test.each(['0', '65536', '80808', 'x', '1e3'])('--port %s is refused', (port) => {
  expect(readStartOptions(['--port', port])).toBe(1);
  expect(printed).toEqual([`error: --port is "${port}"; it must be a whole number from 1 to 65535.`]);
});
