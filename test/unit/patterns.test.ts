import { PATTERNS } from '../../core/reminder/request-patterns.ts';

const CHARACTERS = Array.from({ length: 0x1_00_00 }, (_, code) => String.fromCharCode(code));
const shown = (characters: readonly string[]) => characters.map((each) => `U+${each.charCodeAt(0).toString(16)}`);

test('control takes in what Unicode calls control characters, line ends and bidirectional controls, and nothing else', () => {
  const found = CHARACTERS.filter((each) => new RegExp(PATTERNS.control).test(each));

  expect(shown(found)).toEqual(shown(CHARACTERS.filter((each) => /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(each))));
});
