import { checkReminderRequest } from '../../core/reminder/reminder-request.ts';
import type { Characters } from '../support/strict-jsonata.js';
import { JsonataCheck } from './check-in-jsonata.ts';
import { REQUEST_CASES, type RequestCase } from './request-cases.ts';

const wholeVerdict = ({ expected }: RequestCase) =>
  'dueAt' in expected ? { message: 'stretch', subject: 'Reminder', ...expected } : expected;

describe('in TypeScript', () => {
  test.each(REQUEST_CASES)('$about', (request) => {
    const input: unknown = JSON.parse(request.json);
    expect(checkReminderRequest(input, Date.parse(request.now))).toEqual(wholeVerdict(request));
  });

  test('refuses seconds beyond the double range', () => {
    const input: unknown = JSON.parse('{ "message": "stretch", "seconds": 1e400 }');
    expect(checkReminderRequest(input, 0)).toEqual({
      problem: 'seconds must be a whole number from 0 to 31,536,000, but is a number out of range.',
    });
  });

  test('ignores inherited fields', () => {
    const input: unknown = Object.create({ message: 'stretch', seconds: 0 });
    expect(checkReminderRequest(input, 0)).toHaveProperty(
      'problem',
      expect.stringMatching(/^message must be .* is missing[.]$/),
    );
  });
});

describe.each<Characters>(['code units', 'code points'])('in JSONata on an engine that counts %s', (characters) => {
  const jsonata = new JsonataCheck(characters);
  afterAll(() => jsonata.close());

  test.each(REQUEST_CASES)('$about', async (request) => {
    const input: unknown = JSON.parse(request.json);
    expect(await jsonata.check(input, request.now)).toEqual(wholeVerdict(request));
  });
});
