import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { type Definition, transitions } from '../../scripts/pictures/definition.ts';
import { deployedMachines, pictures } from '../../scripts/pictures/pictures.ts';
import { drawStateMachines, type Machine } from '../../scripts/pictures/state-machines-picture.ts';
import { textWidth, wrap } from '../../scripts/pictures/text-width.ts';

function machine(name: string, definition: Definition): Machine {
  return { name, definition, calls: () => [] };
}

/** The part of a picture that shows one machine; those inside its states are in it. */
function panel(svg: string, name: string): string {
  return svg.split('data-machine=').find((part) => part.startsWith(`"${name}"`)) ?? '';
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

describe('the pictures of the documentation', () => {
  const drawn = pictures();

  test.each(drawn.map(({ path, svg }) => [relative(process.cwd(), path), path, svg]))(
    '%s is up to date',
    (name, path, svg) => {
      if (readFileSync(path, 'utf8') !== svg) {
        throw new Error(
          `${name} does not show what the app deploys now: run npm run pictures and commit what it writes.`,
        );
      }
    },
  );

  test('come out the same when they are drawn again', () => {
    expect(pictures()).toEqual(drawn);
  });

  test('describe themselves to those who do not see them', () => {
    for (const { svg } of drawn) {
      expect(svg).toMatch(
        /^<svg [^>]*role="img" aria-labelledby="title description">\n<title id="title">[^<]+<\/title>\n<desc id="description">[^<]+<\/desc>/,
      );
      expect(svg).not.toMatch(/NaN|undefined|null/);
    }
  });
});

describe('the picture of the reminder state machines', () => {
  const machines = deployedMachines(['remindme-sns', 'remindme-lambda']);
  const svg = drawStateMachines(machines, 'Both', { compare: true });

  test.each(machines.map((each) => [each.name, each.definition] as const))(
    'has every state and transition of %s',
    (name, definition) => {
      const part = panel(svg, name);
      for (const state of Object.keys(definition.States)) {
        expect(count(part, `data-state="${state}"`)).toBe(1);
      }
      expect(count(part, 'data-kind=')).toBe(transitions(definition).length);
      expect(count(part, 'data-kind="catch"')).toBe(2);
      expect(part).toContain('data-from="start" data-to="Check the request" data-kind="next"');
      expect(part).toContain('data-from="Check the request" data-to="Refuse the request" data-kind="default"');
      expect(part).toContain('data-from="Send the reminder" data-to="end" data-kind="next"');
    },
  );

  test('says what the machines call and how they fail', () => {
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
});

describe('a picture of any other state machine', () => {
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
  const svg = drawStateMachines([machine('other', definition)], 'Another', { compare: false });

  test('has loops, and the states inside of Map and Parallel', () => {
    for (const name of [
      'Ask',
      'Pause',
      'Each &quot;one&quot; &amp; all',
      'Inside',
      'Left',
      'Right',
      'Done',
      'Give up',
    ]) {
      expect(count(svg, `data-state="${name}"`)).toBe(1);
    }
    expect(svg).toContain('data-from="Pause" data-to="Ask" data-kind="next"');
    // of the machine itself, and two for each of the three inside
    expect(count(svg, 'data-kind=')).toBe(transitions(definition).length + 6);
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  test('can have no way to success', () => {
    const fails: Definition = { StartAt: 'No', States: { No: { Type: 'Fail', Error: 'Never' } } };
    const drawn = drawStateMachines([machine('fails', fails)], 'Fails', { compare: false });
    expect(drawn).toContain('data-state="No"');
    expect(drawn).not.toContain('>Succeeded<');
  });
});

describe('the width of a text', () => {
  test('grows with its size and weight', () => {
    expect(textWidth('Remind', { size: 10 })).toBeCloseTo(38.6);
    expect(textWidth('Remind', { size: 20 })).toBeGreaterThan(textWidth('Remind', { size: 10, bold: true }));
    expect(textWidth('ii', { size: 10, mono: true })).toBe(textWidth('WW', { size: 10, mono: true }));
  });

  test('decides where it is broken, never inside a word', () => {
    expect(wrap('to be or not', 36, { size: 10 })).toEqual(['to be', 'or not']);
    expect(wrap('Donaudampfschiff', 30, { size: 10 })).toEqual(['Donaudampfschiff']);
  });
});
