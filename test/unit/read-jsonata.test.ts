import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import jsonata from 'jsonata';
import { type JsonataValues, readJsonata, withPreamble } from '../../lib/kit/jsonata/read-jsonata.ts';

const LIB = join(import.meta.dirname, '..', '..', 'lib');
const evaluate = async (program: string) => JSON.parse(JSON.stringify(await jsonata(program).evaluate(null)));

const FILES = readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.jsonata'));

test.each(FILES)('%s is a valid JSONata file', (file) => {
  expect(() => jsonata(readFileSync(join(LIB, file), 'utf8'))).not.toThrow();
});

test('passes on any JSON value unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ stringUnit: 'binary' }), async (value) => {
      expect(await evaluate(withPreamble('{ "it": $value }', { value: value as JsonataValues[string] }))).toEqual(
        JSON.parse(JSON.stringify({ it: value })),
      );
    }),
  );
});

test.each(['O\'Neill said "no"', '$limits {% %} /* no comment */', 'line one\nline two\u2028'])(
  'passes on the text %j unchanged',
  async (text) => {
    expect(await evaluate(withPreamble('$text', { text }))).toBe(text);
  },
);

test('defines a regular expression as its own variable', async () => {
  const values = { address: /^https:\/\/[a-z.]+$/, names: ['https://example.com', 'ftp://example.com'] };

  expect(await evaluate(withPreamble('[$names[$contains($, $address)]]', values))).toEqual(['https://example.com']);
});

test('defines only the values that the program uses', () => {
  const values = { limits: { most: 5, least: 1 }, unused: 'a text' };

  expect(withPreamble('$limits.most + 1', values)).toBe('(\n$limits := {"most":5};\n$limits.most + 1\n)');
});

test('does not change a program that uses no value', () => {
  expect(withPreamble('$states.input.message', { limits: { most: 5 } })).toBe('$states.input.message');
});

test('defines a whole value if the program uses it as a whole', () => {
  expect(withPreamble('$keys($limits)', { limits: { most: 5, least: 1 } })).toContain('{"most":5,"least":1}');
});

test('defines a shared function and everything that the function uses', async () => {
  const program = withPreamble("$show('12345678901234567890123456789012345678901')", {});

  expect(await evaluate(program)).toBe('"1234567890123456789012345678901234567890…"');
  expect(program).not.toContain('$refuse :=');
});

test('refuses a field that the value does not have', () => {
  expect(() => withPreamble('$limits.most', { limits: { least: 1 } })).toThrow(
    'A JSONata program reads $limits.most, but limits has no such field.',
  );
});

test('refuses a file that does not exist', () => {
  expect(() => readJsonata('reminders/none.jsonata')).toThrow('ENOENT');
});
