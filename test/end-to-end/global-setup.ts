import { EVERYTHING } from '../support/every-setting.ts';
import { startLocalAws } from '../support/local-aws.ts';
import { ASKED, DISTANT, DOOMED, EVENTFUL, HEALTHY, PACED, RECREATED, SERVICE } from './service-names.ts';

/** The settings of deployments that need only the reminder state machines. They deploy faster without the other parts. */
const ONLY_MACHINES = { api: 'off', events: 'off', files: 'off' } as const;

/**
 * Starts the local AWS, and deploys the service under its usual name. Also deploys it under other names, for tests that break
 * something or must not share a deployment.
 */
export default function setUp(): Promise<void> {
  return startLocalAws(
    { name: SERVICE, email: 'you@example.com', ...EVERYTHING },
    { name: RECREATED, ...ONLY_MACHINES },
    { name: DOOMED, ...ONLY_MACHINES },
    { name: PACED, ...ONLY_MACHINES },
    { name: ASKED, ...ONLY_MACHINES, api: 'on' },
    { name: EVENTFUL, ...ONLY_MACHINES, events: 'on' },
    { name: DISTANT, ...ONLY_MACHINES },
    { name: HEALTHY, ...ONLY_MACHINES, email: 'you@example.com' },
  );
}
