import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDeclarations } from './declarations.ts';

/** The documented constructs, property interfaces and property types, in the order of the document. */
const DECLARATIONS = [
  'RemindmeProps',
  'IntakeProps',
  'Expiry',
  'AdoptedTopicArns',
  'Remindme',
  'WaitUntilProps',
  'WaitUntil',
  'EmailThrottleProps',
  'EmailThrottle',
  'FailureEmailsProps',
  'FailureEmails',
  'StateMachineAlarmsProps',
  'StackCreatorProps',
  'StackCreator',
];

interface Member {
  readonly name: string;
  readonly type: string;
  readonly text: string;
  readonly byDefault: string;
}

/** Joins the lines of the comment into one line. */
const oneLine = (comment: string) =>
  comment
    .replace(/^\s*\/\*\*|\*\/\s*$/g, '')
    .replace(/^\s*\* ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();

const inCell = (text: string) => text.replaceAll('|', '\\|');

/** Reads the documented members of the declaration with the given name. */
function membersOf(declarations: string, name: string): Member[] {
  const [, body] =
    new RegExp(`export (?:interface|declare class) ${name}\\b[^{]*\\{\\n([\\s\\S]*?)\\n\\}`).exec(declarations) ?? [];
  if (body === undefined) {
    throw new Error(`The library does not declare ${name}.`);
  }
  const members = body.matchAll(
    / {4}(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)\n {4}(?:readonly )?(\w+)\??(?:\(([^\n]*)\))?: ([^\n]+);/g,
  );
  return [...members].map(([, comment = '', member = '', parameters, type = '']) => {
    const [text = '', byDefault = ''] = oneLine(comment).split(/\s*@default (?:- )?/);
    const isMethod = parameters !== undefined;
    return {
      name: isMethod ? `${member}(${parameters})` : member,
      type: type.replace(/ \| undefined$/, '').replace(/^readonly /, ''),
      text: text.replace(/\{@link (\w+)\}/g, '`$1`'),
      byDefault,
    };
  });
}

/** Builds the tables of all properties and attributes from the type declarations of the package. */
export function constructTables(): string {
  const folder = mkdtempSync(join(tmpdir(), 'remindme-constructs-'));
  try {
    writeDeclarations(folder);
    const declarations = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.d.ts'))
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n');
    return DECLARATIONS.map((name) => {
      const rows = membersOf(declarations, name).map(
        ({ name: member, type, text, byDefault }) =>
          `| \`${inCell(member)}\` | \`${inCell(type)}\` | ${inCell(text)} | ${inCell(byDefault)} |`,
      );
      return `### ${name}\n\n| name | type | what it is | default |\n|---|---|---|---|\n${rows.join('\n')}`;
    }).join('\n\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
