import { rows } from '../support/run-remindme.ts';
import { runAtTerminal } from './at-terminal.ts';
import { aws, run } from './with-fake-aws.ts';

const DIGITS = 'cd5fc434';

/** Runs `remindme list` on a terminal with `columns` columns. Returns the printed lines without the spinner and the colours. */
async function linesAt(columns: number, ...args: string[]): Promise<string[]> {
  const { code, screen } = await runAtTerminal({ ...aws.env, NO_COLOR: '1' }, ['list', ...args], [], columns);
  expect(code).toBe(0);
  const text = screen.slice(screen.lastIndexOf('\u001b[?25h') + '\u001b[?25h'.length);
  return text
    .replaceAll('\u001b[K', '')
    .replaceAll('\r', '')
    .split('\n')
    .filter((line) => line !== '');
}

/** Returns the width of a line in columns. An emoji or a Chinese character takes two columns. */
const widthOf = (line: string) =>
  Array.from(line).reduce((sum, letter) => sum + (/[\p{Emoji_Presentation}\p{Script=Han}]/u.test(letter) ? 2 : 1), 0);

/** Returns the cells of the column with the given title. Each cell starts at the position of the title. */
function column(lines: readonly string[], title: string): string[] {
  const [head = '', ...rest] = lines;
  const start = head.indexOf(title);
  return rest.map((line) => line.slice(start).split('  ')[0] ?? '');
}

async function addSome(): Promise<void> {
  await run('call mum', 'in 65 days');
  await run('a message that is longer than most others are', '2027-06-27 09:00:30', '--via', 'lambda');
  await run('🌱'.repeat(30), 'in 2 hours');
  await run('漢字'.repeat(20), 'tomorrow 9am');
}

describe('a list on a terminal', () => {
  test.each([60, 70, 80, 100])('has one line for each reminder with %d columns', async (columns) => {
    await addSome();
    const lines = await linesAt(columns);
    expect(lines).toHaveLength(5);
    expect(lines.filter((line) => widthOf(line) > columns)).toEqual([]);
    expect(lines[0]).toMatch(/^DUE .* ID +MESSAGE$/);
    expect(lines.join('\n')).toContain('call mum');

    const ids = column(lines, 'ID');
    const whole = rows(await run('list', '--json')).map(({ id }) => String(id));
    for (const [index, id] of ids.entries()) {
      expect(rows(await run('show', id, '--json'))[0]).toMatchObject({ id: whole[index] });
    }
  });

  test('has all columns if there is room', async () => {
    await addSome();
    const wide = (await linesAt(200)).join('\n');
    expect(`${wide}\n`).toBe((await run('list')).stdout);
    expect(wide).toContain('a message that is longer than most othe…');
    expect((await linesAt(100))[1]).toMatch(/ [0-9a-f]{4,5} +🌱{5,}/u);
  });

  test('has one line for each reminder of any status', async () => {
    await addSome();
    aws.add({ name: '20260127T090000Z-cd5fc434ef1e4063', status: 'FAILED' });
    for (const columns of [60, 80]) {
      const lines = await linesAt(columns, '--status', 'all');
      expect(lines).toHaveLength(6);
      expect(lines.filter((line) => widthOf(line) > columns)).toEqual([]);
      expect(column(lines, 'STATUS').at(-1)).toBe('failed');
    }
  });
});

describe('a short id', () => {
  test('is longer if two ids have the same start', async () => {
    aws.add({ name: `20990127T090000Z-${DIGITS}ef1e4063` });
    aws.add({ name: `20990128T090000Z-${DIGITS}ef2e4063` });
    aws.add({ name: '20990129T090000Z-1234567890123456' });
    expect(column(await linesAt(60), 'ID')).toEqual([`${DIGITS}ef1`, `${DIGITS}ef2`, '1234']);
  });

  test('is the full id, with its number, if the reminder was started again', async () => {
    const first = `20990127T090000Z-${DIGITS}ef1e4063`;
    aws.add({ name: first, status: 'ABORTED' });
    aws.add({ name: `${first}-2` });
    const lines = await linesAt(60, '--status', 'all');
    expect(column(lines, 'ID')).toEqual([`${DIGITS}ef1e4063-2`, first]);
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
  });

  test('is the full id if both state machines have it, because --via needs the full id', async () => {
    const name = `20990127T090000Z-${DIGITS}ef1e4063`;
    aws.add({ name });
    aws.add({ name, machine: 'lambda' });
    expect(column(await linesAt(60), 'ID')).toEqual([name, name]);
  });

  test('is the full id if the reminder has ended, because a later attempt may have the same digits', async () => {
    const name = `20260127T090000Z-${DIGITS}ef1e4063`;
    aws.add({ name, status: 'FAILED' });
    const lines = await linesAt(60, '--status', 'failed');
    expect(column(lines, 'ID')).toEqual([name]);
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
  });

  test('is the start of the id if the reminder was started by hand', async () => {
    aws.add({ name: 'invoices-of-the-year-2027-of-the-branch-in-the-north-1' });
    aws.add({ name: 'invoices-of-the-year-2027-of-the-branch-in-the-south-1' });
    aws.add({ name: 'by-hand' });
    const ids = column(await linesAt(60), 'ID');
    expect(ids).toEqual([
      'invoices-of-the-year-2027-of-the-branch-in-the-n',
      'invoices-of-the-year-2027-of-the-branch-in-the-s',
      'by-hand',
    ]);
  });
});

test('--quiet and --wide show full ids', async () => {
  await addSome();
  const { stdout } = await run('list', '--wide');
  expect(stdout).toMatch(/ \d{8}T\d{6}Z-[0-9a-f]{16} +call mum\n/);
  const { screen } = await runAtTerminal(aws.env, ['list', '--quiet'], [], 60);
  expect(screen.trim().split(/\s+/)).toEqual(rows(await run('list', '--json')).map(({ id }) => id));
});
