/** The result of one test case. */
export interface FaultRow {
  /** The call and the fault, such as `Publish: throttled`. Rows with the same value share a line of the table. */
  readonly fault: string;
  readonly tries: number;
  readonly delivered: number;
  /** The number of copies after the first. */
  readonly twice: number;
  /** The number of emails. Missing if the test does not count them. */
  readonly emails?: number;
  readonly lost: number;
  /** Where or how the failure was reported. Empty if nothing was reported. */
  readonly reported: string;
}

const ROWS: FaultRow[] = [];

/** Adds a row to the tables that this file prints for docs/reliability.md. */
export function addFaultRow(row: FaultRow): void {
  ROWS.push(row);
}

function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): [key: string, rows: Row[]][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  }
  return [...groups];
}

const FIGURES = ['cases of each', 'done', 'reported', 'delivered', 'delivered twice', 'lost'];

function print(title: string, columns: readonly string[], lines: readonly (readonly (string | number)[])[]): void {
  const alignments = columns.map((column) => (/fault|command|call|reported by/.test(column) ? '---' : '---:'));
  const table = [columns, alignments, ...lines].map((cells) => `| ${cells.join(' | ')} |`);
  process.stdout.write(`\n### ${title}\n\n${table.join('\n')}\n\n`);
}

/**
 * Prints a Markdown table with a line for each fault. A cell contains several numbers, such as `2, 4, 8`, if the result depends
 * on how often the fault occurred.
 *
 * @param start the prefix of the faults to print
 */
export function printFaultTable(title: string, start = ''): void {
  const rows = ROWS.filter(({ fault }) => fault.startsWith(start));
  const hasEmails = rows.some(({ emails }) => emails !== undefined);
  const columns = ['tries', 'delivered', 'twice', ...(hasEmails ? (['emails'] as const) : []), 'lost'] as const;
  const lines = grouped(rows, ({ fault }) => fault).map(([fault, group]) => [
    fault,
    ...columns.map((column) => {
      const numbers = group.map((row) => row[column] ?? 0);
      return new Set(numbers).size === 1 ? String(numbers[0]) : numbers.join(', ');
    }),
    [...new Set(group.flatMap(({ reported }) => reported || []))].join('; '),
  ]);
  print(
    title,
    ['fault', ...columns.map((column) => (column === 'twice' ? 'delivered twice' : column)), 'reported by'],
    lines,
  );
}

/**
 * Prints a Markdown table with a line for each call. A line has the largest number of tries, and the sums of the other numbers
 * over all faults. Calls of the same command share a line if they have the same sums.
 */
export function printFaultSums(title: string): void {
  const sums = grouped(ROWS, ({ fault }) => fault.split(': ')[0] ?? '').map(([what, rows]) => {
    const sum = (column: 'delivered' | 'twice' | 'lost') => rows.reduce((total, row) => total + row[column], 0);
    const reported = rows.filter((row) => row.reported !== '').length;
    const [command = '', call = ''] = what.split(', ');
    const figures = [rows.length, rows.length - reported, reported, sum('delivered'), sum('twice'), sum('lost')];
    return { command, call, figures, tries: Math.max(...rows.map(({ tries }) => tries)) };
  });
  const alike = grouped(sums, ({ command, figures }) => JSON.stringify([command, figures]));
  const lines = alike.map(([, group]) => [
    group[0]?.command ?? '',
    group.map(({ call }) => call).join(', '),
    Math.max(...group.map(({ tries }) => tries)),
    ...(group[0]?.figures ?? []),
  ]);
  print(title, ['command', 'calls', 'most tries', ...FIGURES], lines);
}
