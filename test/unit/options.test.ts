import { readDemoOptions, readStartOptions } from '../../local/terminal/options.ts';

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
  [[], { once: false, open: false }],
  [['--once'], { once: true, open: false }],
  [['--port', '4567'], { once: false, open: false, port: 4567 }],
])('npm start accepts %j', (parameters, expected) => {
  expect(readStartOptions(parameters)).toEqual(expected);
  expect(printed).toEqual([]);
});

test('npm run demo:stack needs no options', () => {
  expect(readDemoOptions([])).toBeUndefined();
  expect(printed).toEqual([]);
});

test.each([
  ['npm start', readStartOptions],
  ['npm run demo:stack', readDemoOptions],
])('%s --help prints its help, and does nothing else', (name, readOptions) => {
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
])('%s refuses %s, and says in a sentence what it accepts', (name, parameter, readOptions) => {
  expect(readOptions([parameter])).toBe(1);

  expect(printed).toEqual([
    expect.stringMatching(new RegExp(`^error: [^\\n]*${parameter}[^\\n]*; ${name} takes [^\\n]*[.]$`)),
  ]);
});

test.each(['0', '65536', '80808', 'x', '1e3'])('refuses --port %s', (port) => {
  expect(readStartOptions(['--port', port])).toBe(1);
  expect(printed).toEqual([`error: --port is "${port}"; it must be a whole number from 1 to 65535.`]);
});
