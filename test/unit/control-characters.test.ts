import { CONTROL_CHARACTER } from '../../core/text/control-characters.ts';

const CHARACTERS = Array.from({ length: 0x1_00_00 }, (_, code) => String.fromCharCode(code));
const shown = (characters: readonly string[]) => characters.map((each) => `U+${each.charCodeAt(0).toString(16)}`);

test("finds Unicode's control characters, line ends and bidirectional controls, and nothing else", () => {
  const found = CHARACTERS.filter((each) => CONTROL_CHARACTER.test(each));

  expect(shown(found)).toEqual(shown(CHARACTERS.filter((each) => /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(each))));
});
