import { join } from 'node:path';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { inReadingOrder } from '../../drawing/reading-order.ts';
import { stateMachinesOf } from './state-machines.ts';
import { synthesise } from './synthesise.ts';

/** A definition that people can read and paste into Workflow Studio. */
export interface PublishedDefinition {
  readonly path: string;
  readonly json: string;
}

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'definitions');

const { stateMachines, functions } = physicalNames('remindme');
const PUBLISHED = [stateMachines.sns, stateMachines.lambda, stateMachines.stackCreator];

/**
 * Placeholders for ARNs and URLs that are known only after a deployment, in the format of CloudFormation's
 * `DefinitionSubstitutions`.
 */
const PLACEHOLDERS: readonly (readonly [RegExp, string])[] = [
  [/arn:aws:sns:[\w-]+:\d+:(\w+?)[0-9A-F]{8}\b/g, '$1Arn'],
  [/arn:aws:iam::\d+:role\/(\w+?)[0-9A-F]{8}\b/g, '$1Arn'],
  [/arn:aws:sqs:[\w-]+:\d+:(\w+?)[0-9A-F]{8}\b/g, '$1Arn'],
  [/https:\/\/sqs\.[\w.-]+\/\d+\/(\w+?)[0-9A-F]{8}\b/g, '$1Url'],
  [new RegExp(`arn:aws:lambda:[\\w-]+:\\d+:function:${functions.sendReminder}:live`, 'g'), 'SendReminderFunctionArn'],
];

/** Returns the definitions of the deck's three state machines, with the default settings. */
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
