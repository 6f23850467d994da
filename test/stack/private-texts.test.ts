import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NO_INCIDENT } from '../../core/naming/error-names.ts';
import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { everyState, stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { resourcesOfType } from '../../scripts/templates/template.ts';

/** The text and the subject of a reminder stay out of logs, metrics, names and alarms. */

const templates = Object.values(synthesise().templates);
const intrinsics = new Intrinsics(templates);
const of = (type: string) =>
  templates.flatMap(
    (template) => resourcesOfType(template, type).map(([, { Properties }]) => intrinsics.resolve(Properties, template)),
    // biome-ignore lint/suspicious/noExplicitAny: properties differ with every type
  ) as any[];

test.each(of('AWS::StepFunctions::StateMachine'))('$StateMachineName logs no execution data', (machine) => {
  expect(machine.LoggingConfiguration.IncludeExecutionData).toBe(false);
});

test('a success goes only to the state machine that measures lateness, and no input transformer takes its JSON apart', () => {
  const rules = of('AWS::Events::Rule').filter(({ EventPattern }) => EventPattern.detail.status.includes('SUCCEEDED'));

  expect(rules).toHaveLength(2);
  for (const { EventPattern, Targets } of rules) {
    const [{ Arn, Input, InputPath, InputTransformer }] = Targets;
    expect(JSON.stringify(Arn)).toMatch(/remindme-lateness|Lateness/);
    expect(EventPattern.detail.status).toEqual(['SUCCEEDED']);
    expect([Input, InputPath, InputTransformer]).toEqual([undefined, '$.detail', undefined]);
  }
  for (const { name, definition } of stateMachinesOf(templates)) {
    if (['remindme-sns', 'remindme-lambda'].includes(name)) {
      expect(Object.keys(definition.States['Send the reminder']?.['Output'])).toEqual(['messageId', 'dueAt', 'sentAt']);
    }
  }
});

test('a failure goes only to the state machine that writes failure emails, or to one dead-letter queue', () => {
  const rules = of('AWS::Events::Rule').filter(({ EventPattern }) => !EventPattern.detail.status.includes('SUCCEEDED'));

  expect(rules).toHaveLength(3);
  for (const { Targets } of rules) {
    expect(Targets).toEqual([
      expect.objectContaining({
        Arn: expect.stringMatching(/:stateMachine:remindme-failure-email$/),
        DeadLetterConfig: { Arn: expect.stringMatching(/:OperationsEventDeadLetterQueue/) },
      }),
    ]);
  }
});

test('a measurement of lateness has four fields, none of them text', () => {
  const machine = stateMachinesOf(templates).find(({ name }) => name === 'remindme-lateness');
  const [event] = machine?.definition.States['Log how late it was']?.['Arguments'].LogEvents ?? [];

  expect([...event.Message.matchAll(/'(\w+)':/g)].map(([, field]) => field)).toEqual([
    'machine',
    'dueAt',
    'sentAt',
    'lateSeconds',
  ]);
});

test.each(of('AWS::Logs::MetricFilter'))(
  'the metric $MetricTransformations.0.MetricName has a number and the name of a state machine',
  (filter) => {
    expect(filter.MetricTransformations).toEqual([
      expect.objectContaining({
        MetricValue: '$.lateSeconds',
        Dimensions: [{ Key: 'StateMachine', Value: '$.machine' }],
      }),
    ]);
    expect(filter.FilterPattern).toBe('{ $.lateSeconds >= 0 }');
  },
);

test('no reported failure repeats the text in its cause', () => {
  for (const { name, definition } of stateMachinesOf(templates)) {
    for (const [state, { Type, Error: error, Cause = '' }] of everyState(definition)) {
      const isReported = !Object.values<string>(NO_INCIDENT).includes(error);
      if (Type === 'Fail' && isReported) {
        expect(`${name}, ${state}: ${Cause}`).not.toMatch(/message|subject/);
      }
    }
  }
});

test('the function logs neither message nor subject', () => {
  const folder = join(import.meta.dirname, '..', '..', 'lambda', 'send-reminder');
  const logged = readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .flatMap((source) => [...source.matchAll(/console\.\w+\(([\s\S]*?)\);/g)].map(([, what]) => what ?? ''));

  expect(logged.length).toBeGreaterThan(1);
  for (const what of logged) {
    expect(what).not.toMatch(/\bmessage\b|subject|event\b(?!:)|input/);
  }
});
