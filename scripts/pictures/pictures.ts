import { join } from 'node:path';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { type Call, callOf } from '../../drawing/calls.ts';
import type { State } from '../../drawing/definition.ts';
import { drawStateMachines, type Machine } from '../../drawing/state-machines-picture.ts';
import { stateMachinesOf } from '../templates/state-machines.ts';
import { synthesise } from '../templates/synthesise.ts';
import { drawArchitecture } from './architecture-picture.ts';
import { deployedParts } from './deployed-parts.ts';

/** A picture of the documentation. */
export interface Picture {
  /** The file that holds it. */
  readonly path: string;
  readonly svg: string;
}

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'images');
/** The names at the default settings. */
const { sns, lambda, stackCreator, sendEmail } = physicalNames('remindme').stateMachines;
const INBOX = 'you@example.com';

/** The templates of the service with somebody subscribed to reminders and to alarms. */
export const subscribedTemplates = () => synthesise({ email: INBOX, alarmEmail: 'operators@example.com' }).templates;

/** The state machines of these names, as the app deploys them. A state that invokes a function shows the calls of the function, too. */
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

/** Every picture, drawn from what the app deploys now. */
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
        starts: [sns, lambda, stackCreator].map(idOf),
      }),
    ],
  ];
  return Promise.all(drawn.map(async ([file, svg]) => ({ path: join(FOLDER, `${file}.svg`), svg: await svg })));
}
