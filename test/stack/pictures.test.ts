import { type Definition, transitions } from '../../drawing/definition.ts';
import { drawStateMachines, type Machine } from '../../drawing/state-machines-picture.ts';
import { textWidth, wrap } from '../../drawing/text-width.ts';
import { deployedParts } from '../../scripts/pictures/deployed-parts.ts';
import { deployedMachines, subscribedTemplates } from '../../scripts/pictures/pictures.ts';

function machine(name: string, definition: Definition): Machine {
  return { name, definition, calls: () => [] };
}

/** Returns the part of a picture that shows one state machine, including the states inside a Map or Parallel state. */
function panel(svg: string, name: string): string {
  return svg.split('data-machine=').find((part) => part.startsWith(`"${name}"`)) ?? '';
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

describe('the picture of the reminder state machines', () => {
  const machines = deployedMachines(['remindme-sns', 'remindme-lambda']);
  let svg: string;

  beforeAll(async () => {
    svg = await drawStateMachines(machines, 'Both', { compare: true });
  });

  test.each(machines.map((each) => [each.name, each.definition] as const))(
    'has every state and transition of %s',
    (name, definition) => {
      const part = panel(svg, name);
      for (const state of Object.keys(definition.States)) {
        expect(count(part, `data-state="${state}"`)).toBe(1);
      }
      expect(count(part, 'data-kind=')).toBe(transitions(definition).length);
      expect(count(part, 'data-kind="catch"')).toBe(5);
      expect(part).toContain('data-from="start" data-to="Check the request" data-kind="next"');
      expect(part).toContain('data-from="Check the request" data-to="Refuse the request" data-kind="default"');
      expect(part).toContain('data-from="Send the reminder" data-to="end" data-kind="next"');
    },
  );

  test('shows the calls and the errors of the machines', () => {
    const [sns, lambda] = ['remindme-sns', 'remindme-lambda'].map((name) => panel(svg, name));
    expect(sns).toContain('>SNS publish<');
    expect(sns).not.toContain('>Lambda invoke<');
    for (const text of ['>Lambda invoke<', '>Parameter Store<', '>SNS publish<']) {
      expect(lambda).toContain(text);
    }
    for (const part of [sns, lambda]) {
      for (const text of ['>SQS sendMessage<', '>ReminderRejected<', '>ReminderUndelivered<']) {
        expect(part).toContain(text);
      }
      expect(count(part ?? '', '>differs<')).toBe(1);
    }
  });

  test('is the same when it is drawn again', async () => {
    expect(await drawStateMachines(machines, 'Both', { compare: true })).toBe(svg);
  });
});

describe('the picture of a state machine', () => {
  const definition: Definition = {
    StartAt: 'Ask',
    States: {
      Ask: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:cloudformation:describeStacks', Next: 'Is it done?' },
      'Is it done?': {
        Type: 'Choice',
        Choices: [{ Next: 'Each "one" & all' }, { Next: 'Give up' }],
        Default: 'Pause',
      },
      Pause: { Type: 'Wait', Seconds: 5, Next: 'Ask' },
      'Each "one" & all': {
        Type: 'Map',
        ItemProcessor: { StartAt: 'Inside', States: { Inside: { Type: 'Pass', End: true } } },
        Next: 'Both at once',
      },
      'Both at once': {
        Type: 'Parallel',
        Branches: ['Left', 'Right'].map((name) => ({ StartAt: name, States: { [name]: { Type: 'Succeed' } } })),
        Catch: [{ ErrorEquals: ['Some.Error'], Next: 'Give up' }],
        Next: 'Done',
      },
      Done: { Type: 'Succeed' },
      'Give up': { Type: 'Fail', Error: 'GivenUp' },
    },
  };

  test('shows loops, and the states inside a Map and a Parallel', async () => {
    const svg = await drawStateMachines([machine('other', definition)], 'Another', { compare: false });

    const names = ['Ask', 'Pause', 'Each &quot;one&quot; &amp; all', 'Inside', 'Left', 'Right', 'Done', 'Give up'];
    for (const name of names) {
      expect(count(svg, `data-state="${name}"`)).toBe(1);
    }
    expect(svg).toContain('data-from="Pause" data-to="Ask" data-kind="next"');
    // each of the three inner machines adds two arrows: from its start, and to its end
    expect(count(svg, 'data-kind=')).toBe(transitions(definition).length + 6);
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  test('shows no success for a machine whose executions always fail', async () => {
    const fails: Definition = { StartAt: 'No', States: { No: { Type: 'Fail', Error: 'Never' } } };
    const drawn = await drawStateMachines([machine('fails', fails)], 'Fails', { compare: false });

    expect(drawn).toContain('data-state="No"');
    expect(drawn).not.toContain('>Succeeded<');
  });
});

describe('the picture of the architecture', () => {
  const templates = subscribedTemplates();
  const { parts, links } = deployedParts(templates);
  const name = (id: string) => parts.find((part) => part.id === id)?.name ?? id;
  const linked = links.map(({ from, to, says }) => `${name(from)} > ${name(to)}: ${says}`);

  test('has every state machine, function, API, event bus, bucket and topic, and every queue except dead-letter queues', () => {
    const deployed = Object.values(templates).flatMap(({ Resources }) => Object.entries(Resources));
    // search for logical ids, because a reference to another stack also contains the logical id
    const deadLetters = deployed
      .map(([, { Properties }]) => JSON.stringify([Properties?.['RedrivePolicy'], Properties?.['Targets']]))
      .join();
    const expected = deployed
      .filter(([, { Type }]) => /::(StateMachine|Function|Api|EventBus|Bucket|Topic|Queue)$/.test(Type))
      .filter(([id, { Type }]) => Type !== 'AWS::SQS::Queue' || !deadLetters.includes(id))
      .map(([id]) => id);

    expect(expected.length).toBeGreaterThan(10);
    expect(parts.map(({ id }) => id)).toEqual(expect.arrayContaining(expected));
  });

  test('shows the path of a reminder from both machines to the topic', () => {
    expect(linked).toEqual(
      expect.arrayContaining([
        'remindme-sns > Reminder topic: SNS publish',
        'remindme-lambda > remindme-send-reminder: Lambda invoke',
        'remindme-send-reminder > Reminder topic: SNS publish',
        'remindme-send-reminder > /remindme/notifyme: Parameter Store getParameter',
        'Email topic > you@example.com: emails',
        'Operations topic > operators@example.com: emails',
        'remindme-stack-creator > Your stacks: CloudFormation',
        'remindme-api > remindme-http-api: invokes',
        'remindme-http-api > remindme-sns: Step Functions startExecution',
        'remindme > remindme-sns: Reminder Requested',
        'remindme-line-up-email > remindme: EventBridge putEvents',
        'remindme-report-failure > remindme: EventBridge putEvents',
        'Files bucket > remindme-import-file: new object',
        'remindme-import-file > remindme-normalise-file: Lambda invoke',
        'remindme-import-file > remindme-lambda: Step Functions startExecution',
        'remindme-report-file > Files bucket: S3',
      ]),
    );
  });

  test('marks connections that are used only after a failure', () => {
    const failures = links.filter(({ isFailure }) => isFailure).map(({ from, to }) => `${name(from)} > ${name(to)}`);
    expect(failures).toEqual(
      expect.arrayContaining([
        'remindme-sns > Undelivered queue',
        'remindme > remindme-report-failure',
        expect.stringMatching(/^\d+ alarms > Operations topic$/),
      ]),
    );
    expect(failures).not.toContain('remindme-sns > Reminder topic');
  });
});

describe('the width of text', () => {
  test('grows with its size and weight', () => {
    expect(textWidth('Remind', { size: 10 })).toBeCloseTo(38.6);
    expect(textWidth('Remind', { size: 20 })).toBeGreaterThan(textWidth('Remind', { size: 10, bold: true }));
    expect(textWidth('ii', { size: 10, mono: true })).toBe(textWidth('WW', { size: 10, mono: true }));
  });

  test('breaks text between words, never inside a word', () => {
    expect(wrap('to be or not', 36, { size: 10 })).toEqual(['to be', 'or not']);
    expect(wrap('Donaudampfschiff', 30, { size: 10 })).toEqual(['Donaudampfschiff']);
  });
});
