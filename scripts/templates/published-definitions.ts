import { join } from 'node:path';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { stateMachinesOf } from './state-machines.ts';
import { synthesise } from './synthesise.ts';

/** A definition as a file that a person can read, and paste into Workflow Studio. */
export interface PublishedDefinition {
  readonly path: string;
  readonly json: string;
}

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'definitions');

const { stateMachines, functions } = physicalNames('remindme');
const PUBLISHED = [stateMachines.sns, stateMachines.lambda, stateMachines.stackCreator];

/** What stands in for the names that only a deployment knows, written as in `DefinitionSubstitutions` of CloudFormation. */
const PLACEHOLDERS: readonly (readonly [RegExp, string])[] = [
  [/arn:aws:sns:[\w-]+:\d+:(\w+?)[0-9A-F]{8}\b/g, '$1Arn'],
  [/arn:aws:iam::\d+:role\/(\w+?)[0-9A-F]{8}\b/g, '$1Arn'],
  [/https:\/\/sqs\.[\w.-]+\/\d+\/(\w+?)[0-9A-F]{8}\b/g, '$1Url'],
  [new RegExp(`arn:aws:lambda:[\\w-]+:\\d+:function:${functions.sendReminder}:live`, 'g'), 'SendReminderFunctionArn'],
];

/** Fields that a reader wants first, and last; the others keep their order in between. */
const FIRST = ['Type', 'Comment', 'QueryLanguage', 'TimeoutSeconds', 'StartAt', 'Resource', 'Condition', 'ErrorEquals'];
const LAST = ['Retry', 'Catch', 'Default', 'Next', 'End'];

const rank = (field: string) => (FIRST.includes(field) ? FIRST.indexOf(field) : 100 + LAST.indexOf(field));

/** A `JSON.stringify` replacer that puts the fields of every object into the order of {@link FIRST} and {@link LAST}. */
const inReadingOrder = (_: string, value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => rank(a) - rank(b)))
    : value;

/** The definitions of the three state machines of the deck, with the default settings. */
export function publishedDefinitions(): PublishedDefinition[] {
  return stateMachinesOf(Object.values(synthesise().templates))
    .filter(({ name }) => PUBLISHED.includes(name))
    .map(({ name, definition }) => ({
      path: join(FOLDER, `${name}.asl.json`),
      json: `${PLACEHOLDERS.reduce(
        (json, [found, placeholder]) => json.replaceAll(found, `\${${placeholder}}`),
        JSON.stringify(definition, inReadingOrder, 2),
      )}\n`,
    }));
}
