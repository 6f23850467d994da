import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NO_INCIDENT } from '../../core/naming/error-names.ts';
import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { everyState, stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { resourcesOfType } from '../../scripts/templates/template.ts';
import { EVERYTHING } from '../support/every-setting.ts';

/** Checks that logs, metrics, outputs and causes of failures do not contain a reminder's message or subject. */

const LAMBDA = join(import.meta.dirname, '..', '..', 'lambda');
const templates = Object.values(synthesise(EVERYTHING).templates);
const intrinsics = new Intrinsics(templates);
const of = (type: string) =>
  templates.flatMap(
    (template) => resourcesOfType(template, type).map(([, { Properties }]) => intrinsics.resolve(Properties, template)),
    // biome-ignore lint/suspicious/noExplicitAny: properties differ with every type
  ) as any[];

test.each(of('AWS::StepFunctions::StateMachine'))('$StateMachineName logs no execution data', (machine) => {
  expect(machine.LoggingConfiguration.IncludeExecutionData).toBe(false);
});

test('the output of a sent reminder has no text', () => {
  for (const { name, definition } of stateMachinesOf(templates)) {
    if (['remindme-sns', 'remindme-lambda'].includes(name)) {
      expect(Object.keys(definition.States['Send the reminder']?.['Output'])).toEqual(['messageId', 'dueAt', 'sentAt']);
    }
  }
});

test('no metric is made from the log of a state machine', () => {
  expect(of('AWS::Logs::MetricFilter')).toEqual([]);
});

test('no reported failure has the text in its cause', () => {
  for (const { name, definition } of stateMachinesOf(templates)) {
    for (const [state, { Type, Error: error, Cause = '' }] of everyState(definition)) {
      const isReported = !Object.values<string>(NO_INCIDENT).includes(error);
      if (Type === 'Fail' && isReported) {
        expect(`${name}, ${state}: ${Cause}`).not.toMatch(/message|subject/);
      }
    }
  }
});

test.each(readdirSync(LAMBDA))('lambda/%s logs neither message nor subject', (folder) => {
  const sources = readdirSync(join(LAMBDA, folder)).map((file) => readFileSync(join(LAMBDA, folder, file), 'utf8'));
  const logged = sources.flatMap((source) =>
    [...source.matchAll(/console\.\w+\(([\s\S]*?)\);/g)].map(([, what]) => what),
  );

  for (const what of logged) {
    expect(what).not.toMatch(/\bmessage\b|subject|\bevent\b(?!:)|input|notification/);
  }
});

test('the functions write their logs with console, and the lateness as one line', () => {
  const sources = readdirSync(LAMBDA, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => [file, readFileSync(join(LAMBDA, file), 'utf8')] as const);
  const writing = sources.filter(([, source]) => /process\.(stdout|stderr)\.write/.test(source)).map(([file]) => file);

  expect(writing).toEqual([join('line-up-email', 'lateness.ts')]);
});
