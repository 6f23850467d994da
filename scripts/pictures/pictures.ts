import { join } from 'node:path';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { type Call, callOf } from '../../drawing/calls.ts';
import type { State } from '../../drawing/definition.ts';
import { drawStateMachines, type Machine } from '../../drawing/state-machines-picture.ts';
import { stateMachinesOf } from '../templates/state-machines.ts';
import { synthesise } from '../templates/synthesise.ts';
import { drawArchitecture } from './architecture-picture.ts';
import { deployedParts } from './deployed-parts.ts';

/** A picture in the documentation. */
export interface Picture {
  /** The path of the picture's file. */
  readonly path: string;
  readonly svg: string;
}

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'images');
const { stateMachines, httpApi, eventBus } = physicalNames('remindme');
const { sns, lambda, stackCreator, sendEmail } = stateMachines;
const INBOX = 'you@example.com';

/** Synthesises the templates of the service, with one email subscriber for reminders and one for alarms. */
export const subscribedTemplates = () => synthesise({ email: INBOX, alarmEmail: 'operators@example.com' }).templates;

/**
 * Returns the state machines with the given names, as the app deploys them. A state that invokes a function also has the
 * function's calls.
 *
 * @throws Error if the app has no state machine with a given name
 */
export function deployedMachines(names: readonly string[]): Machine[] {
  const { templates } = synthesise();
  const { parts, links } = deployedParts(templates);
  const callsOfFunction = (name: string | undefined) =>
    links.filter(({ from }) => parts.some((part) => part.id === from && part.name === name));
  const calls = ({ Resource, Arguments }: State): Call[] => {
    const invoked = /:function:([^:]+)/.exec(String(Arguments?.['FunctionName'] ?? ''))?.[1];
    const leadsTo = callsOfFunction(invoked).map(({ says }) => ({ text: says, leadsTo: [] }));
    return Resource === undefined ? [] : [{ text: callOf(Resource), leadsTo }];
  };
  const deployed = stateMachinesOf(Object.values(templates));
  return names.map((name) => {
    const machine = deployed.find((candidate) => candidate.name === name);
    if (machine === undefined) {
      throw new Error(`The app has no state machine ${name}, so it cannot be drawn.`);
    }
    return { name, definition: machine.definition, calls };
  });
}

/** Draws all pictures in the documentation from the app's current templates. */
export async function pictures(): Promise<Picture[]> {
  const deployed = deployedParts(subscribedTemplates());
  const idOf = (name: string) => deployed.parts.find((part) => part.name === name)?.id ?? name;
  const drawn: readonly (readonly [file: string, svg: Promise<string>])[] = [
    [
      'reminder-state-machines',
      drawStateMachines(deployedMachines([sns, lambda]), 'The two state machines that send reminders', {
        compare: true,
      }),
    ],
    [
      'stack-creator',
      drawStateMachines(deployedMachines([stackCreator]), 'The state machine that creates stacks', { compare: false }),
    ],
    [
      'email-throttle',
      drawStateMachines(
        deployedMachines([sendEmail]),
        'The state machine that publishes one email a second from each message group',
        {
          compare: false,
        },
      ),
    ],
    [
      'architecture',
      drawArchitecture(deployed, {
        title: 'The parts of the service and how a reminder reaches you',
        inbox: idOf(INBOX),
        starts: {
          ...Object.fromEntries([sns, lambda, stackCreator].map((name) => [idOf(name), 'StartExecution'])),
          [idOf(httpApi)]: 'signed request',
          [idOf(eventBus)]: 'event',
          [idOf('Files bucket')]: 'a file',
        },
      }),
    ],
  ];
  return Promise.all(drawn.map(async ([file, svg]) => ({ path: join(FOLDER, `${file}.svg`), svg: await svg })));
}
