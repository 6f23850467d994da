/** What came of one fault, as docs/reliability.md has it. */
export interface FaultRow {
  readonly fault: string;
  readonly tries: number;
  readonly delivered: number;
  readonly twice: number;
  readonly lost: number;
  /** Who was told, and how; empty where there was nothing to tell. */
  readonly told: string;
}

const ROWS: FaultRow[] = [];

/** Keeps a row for {@link printFaultTable}. */
export function addFaultRow(row: FaultRow): void {
  ROWS.push(row);
}

/** Prints the rows as a table in Markdown, to be put into docs/reliability.md. */
export function printFaultTable(title: string): void {
  const lines = ROWS.map(({ fault, tries, delivered, twice, lost, told }) =>
    ['', fault, tries, delivered, twice, lost, told, ''].join(' | ').trim(),
  );
  process.stdout.write(
    `\n### ${title}\n\n| fault | tries | delivered | delivered twice | lost | told |\n|---|---:|---:|---:|---:|---|\n${lines.join('\n')}\n\n`,
  );
}
