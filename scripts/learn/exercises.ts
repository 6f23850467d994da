import type { Definition } from '../templates/state-machines.ts';
import type { Execution, Lab } from './lab.ts';
import { withoutXml } from './trace.ts';

/** A requirement that a solution must meet. */
export interface Check {
  /** The requirement, as the rest of a sentence that begins with "It". */
  readonly what: string;
  readonly hint: string;
  /** Returns undefined if the requirement is met, and otherwise a sentence about what happened. */
  readonly wrong: (lab: Lab, definition: Definition) => Promise<string | undefined>;
}

/** An exercise in docs/learn.md. */
export interface Exercise {
  readonly title: string;
  /** The file name of both the learner's file and the solution. */
  readonly fileName: string;
  readonly checks: readonly Check[];
}

type Judge = (execution: Execution) => string | undefined;

/** Returns a sentence about the execution's input, status and result, without the full stop. */
function ending({ input, status, output, error, cause }: Execution): string {
  const result =
    status === 'SUCCEEDED' ? JSON.stringify(output) : withoutXml([error, cause].filter(Boolean).join(': '));
  return `With the input ${JSON.stringify(input)} the execution ended as ${status}${result && `, ${result}`}`;
}

const succeeds: Judge = (execution) =>
  execution.status === 'SUCCEEDED' ? undefined : `${ending(execution)}. It should end as SUCCEEDED.`;

const failsWith =
  (error: string): Judge =>
  (execution) =>
    execution.status === 'FAILED' && execution.error === error
      ? undefined
      : `${ending(execution)}. It should end as FAILED with the error ${error}.`;

const outputs =
  (isRight: (output: unknown) => boolean, expected: string): Judge =>
  (execution) =>
    succeeds(execution) ??
    (isRight(execution.output) ? undefined : `${ending(execution)}. It should end with ${expected}.`);

/** Runs the state machine with the given input and checks the result. Returns the first problem, or undefined. */
const run = async (lab: Lab, input: unknown, ...judges: readonly Judge[]) => {
  const execution = await lab.run(input);
  return judges.map((judge) => judge(execution)).find((sentence) => sentence !== undefined);
};

/** Runs the state machine with all given inputs at once, and checks each result. Returns the first problem, or undefined. */
const runEach = async (lab: Lab, inputs: readonly unknown[], ...judges: readonly Judge[]) => {
  const sentences = await Promise.all(inputs.map((input) => run(lab, input, ...judges)));
  return sentences.find((sentence) => sentence !== undefined);
};

const isMessage = (text: string) => (output: unknown) => JSON.stringify(output) === JSON.stringify({ message: text });

const says = (message: string, seconds: number) =>
  outputs(
    (output) => {
      const { message: said, waited } = (output ?? {}) as { readonly message?: unknown; readonly waited?: unknown };
      // allow a few more seconds, because the computer may be busy
      return said === message && Number.isInteger(waited) && Number(waited) >= seconds && Number(waited) <= seconds + 5;
    },
    JSON.stringify({ message, waited: seconds }),
  );

const arrives = async (lab: Lab, message: string) => {
  const arrival = await lab.arrived(message);
  return arrival?.subject === 'Reminder'
    ? undefined
    : `"${message}" ${arrival ? `arrived with the subject "${arrival.subject}"` : 'did not arrive'}. It should arrive with the subject "Reminder".`;
};

const handle = { Type: 'AWS::CloudFormation::WaitConditionHandle' };
const good = { Resources: { First: handle } };
/** A template whose creation fails after two seconds, because its wait condition gets no signal. */
const failing = {
  Resources: {
    Handle: handle,
    NeverSignalled: {
      Type: 'AWS::CloudFormation::WaitCondition',
      Properties: { Handle: { Ref: 'Handle' }, Timeout: '2', Count: 1 },
    },
  },
};

/** The exercises in docs/learn.md, in order. */
export const EXERCISES: readonly Exercise[] = [
  {
    title: 'Two states',
    fileName: '1-two-states.asl.json',
    checks: [
      {
        what: 'waits, then says hello',
        hint: 'Replace "End": true by "Next": "Say hello", and add a state "Say hello": { "Type": "Pass", "Output": { "message": "hello" }, "End": true }.',
        wrong: (lab) =>
          run(
            lab,
            {},
            outputs(isMessage('hello'), '{"message":"hello"}'),
            ({ states }) =>
              states.length === 2 ? undefined : `It passed ${states.join(' → ')}. It should pass two states.`,
            ({ seconds }) => (seconds >= 2 ? undefined : `It took ${seconds} s. It should wait for 2 s.`),
          ),
      },
    ],
  },
  {
    title: 'Read the input',
    fileName: '2-jsonata.asl.json',
    checks: [
      {
        what: 'waits as long as the input says, and repeats its message',
        hint: 'Write "Seconds": "{% $states.input.seconds %}" and "message": "{% $states.input.message %}".',
        wrong: async (lab) => {
          const message = (text: string): Judge =>
            outputs(
              (output) => (output as { readonly message?: unknown } | null)?.message === text,
              `the message "${text}"`,
            );
          const [one, two] = await Promise.all([
            run(lab, { message: 'stretch', seconds: 1 }, message('stretch')),
            run(lab, { message: 'drink', seconds: 2 }, message('drink'), ({ seconds }) =>
              seconds >= 2 ? undefined : `It waited for ${seconds} s. It should wait for 2 s.`,
            ),
          ]);
          return one ?? two;
        },
      },
      {
        what: 'measures how long it has waited, with the variable of the first state',
        hint: 'Write "waited": "{% $floor(($millis() - $begin) / 1000) %}".',
        wrong: async (lab, definition) =>
          JSON.stringify(Object.values(definition.States).map(({ Output }) => Output)).includes('$begin')
            ? run(lab, { message: 'stretch', seconds: 2 }, says('stretch', 2))
            : 'No Output uses $begin.',
      },
    ],
  },
  {
    title: 'Check the arguments first',
    fileName: '3-check-first.asl.json',
    checks: [
      {
        what: 'takes seconds from 0 to 10',
        hint: 'The Condition has to be true for these, and its Next is "Wait as asked".',
        wrong: (lab) =>
          runEach(
            lab,
            [0, 1].map((seconds) => ({ message: 'stretch', seconds })),
            outputs((output) => output === 'stretch', '"stretch"'),
          ),
      },
      {
        what: 'refuses seconds below 0 and above 10',
        hint: 'Compare: $states.input.seconds >= 0 and $states.input.seconds <= 10.',
        wrong: async (lab) =>
          (await run(lab, { message: 'stretch', seconds: -1 }, failsWith('ReminderRejected'))) ??
          (await run(lab, { message: 'stretch', seconds: 11 }, failsWith('ReminderRejected'))),
      },
      {
        what: 'refuses seconds that are missing or a string',
        hint: "Test the type before you compare, because a comparison of a string with a number fails: $type($states.input.seconds) = 'number' ? … : false.",
        wrong: (lab) =>
          runEach(lab, [{ message: 'stretch' }, { message: 'stretch', seconds: '5' }], failsWith('ReminderRejected')),
      },
      {
        what: 'says in the cause what is wrong, with the value',
        hint: "Make the Cause JSONata: {% 'seconds must be …, but is ' & $string($states.input.seconds) %}.",
        wrong: (lab) =>
          run(lab, { message: 'stretch', seconds: -7 }, ({ cause = '' }) =>
            cause.includes('-7') ? undefined : `The cause is "${cause}". It should show the value, -7.`,
          ),
      },
    ],
  },
  {
    title: 'Send it',
    fileName: '4-send-it.asl.json',
    checks: [
      {
        what: 'publishes the message to the topic',
        hint: 'The Task needs "Resource": "arn:aws:states:::sns:publish" and "Arguments" with TopicArn, Subject and Message.',
        wrong: async (lab) =>
          (await run(lab, { message: 'stand up', seconds: 1 }, succeeds)) ?? (await arrives(lab, 'stand up')),
      },
      {
        what: 'ends with the id that SNS gave the message',
        hint: 'Write "messageId": "{% $states.result.MessageId %}" in the Output of the Task.',
        wrong: (lab) =>
          run(
            lab,
            { message: 'sit down', seconds: 0 },
            outputs(
              (output) => /^[\da-f-]{36}$/.test(String((output as { readonly messageId?: unknown } | null)?.messageId)),
              'the messageId of SNS',
            ),
          ),
      },
      {
        what: 'has a time limit on its task',
        hint: 'Give the Task "TimeoutSeconds": 10. Without it a task that never answers holds the execution for a year.',
        wrong: async (_, { States }) =>
          Object.values(States).every(({ Type, TimeoutSeconds }) => Type !== 'Task' || TimeoutSeconds !== undefined)
            ? undefined
            : 'A state of type Task has no TimeoutSeconds.',
      },
    ],
  },
  {
    title: 'Wait and look',
    fileName: '5-wait-and-look.asl.json',
    checks: [
      {
        what: 'succeeds when the stack is there',
        hint: 'Add a Choice after "Look at the stack". A rule with the Condition {% $states.input.status = \'CREATE_COMPLETE\' %} leads to "The stack is there".',
        wrong: (lab) => run(lab, { stackName: `${lab.name}-good`, template: good }, succeeds),
      },
      {
        what: 'looks again while the stack is in progress, and fails when the stack fails',
        hint: 'A second rule leads back to "Wait before looking": {% $contains($states.input.status, /_IN_PROGRESS$/) %}. Default leads to a Fail with the Error StackFailed, whose Cause shows the status.',
        wrong: (lab) =>
          run(
            lab,
            { stackName: `${lab.name}-bad`, template: failing },
            failsWith('StackFailed'),
            ({ states }) =>
              states.filter((name) => name === 'Look at the stack').length > 1
                ? undefined
                : `It passed ${states.join(' → ')}. It should look until CloudFormation has ended.`,
            ({ cause = '' }) =>
              cause.includes('ROLLBACK') ? undefined : `The cause is "${cause}". It should show the status.`,
          ),
      },
    ],
  },
  {
    title: 'Break it, keep it, send it again',
    fileName: '6-break-it.asl.json',
    checks: [
      {
        what: 'still sends while the topic is there',
        hint: 'Start from the file as it was: git restore docs/learn/exercises/6-break-it.asl.json.',
        wrong: async (lab) =>
          (await run(lab, { message: 'all is well', seconds: 0 }, succeeds)) ?? (await arrives(lab, 'all is well')),
      },
      {
        what: 'tries again when the topic is gone, then fails as ReminderUndelivered',
        hint: 'Give the Task a Retry for States.TaskFailed with "MaxAttempts": 2, and a Catch for States.ALL that leads to a new Task, and that one to a Fail.',
        wrong: async (lab) => {
          await lab.breakTopic();
          return run(lab, { message: 'do not lose me', seconds: 0 }, failsWith('ReminderUndelivered'), ({ events }) => {
            const tries = events.filter(({ type }) => type === 'TaskFailed').length;
            return tries > 1 ? undefined : 'The task was tried once. It should be tried again.';
          });
        },
      },
      {
        what: 'keeps the request in the queue, so that it arrives when it is started again',
        hint: 'The new Task has "Resource": "arn:aws:states:::sqs:sendMessage" and the MessageBody {% $string($states.context.Execution.Input) %}.',
        wrong: async (lab) => {
          const kept = await lab.takeKept();
          if (kept.length !== 1 || kept[0] !== JSON.stringify({ message: 'do not lose me', seconds: 0 })) {
            return `The queue holds ${kept.length === 0 ? 'nothing' : kept.join(', ')}. It should hold the input of the execution.`;
          }
          await lab.restoreTopic();
          return (await run(lab, JSON.parse(kept[0]), succeeds)) ?? (await arrives(lab, 'do not lose me'));
        },
      },
    ],
  },
];
