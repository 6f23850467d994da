import { startLocalAws } from '../support/local-aws.ts';
import { DOOMED, PACED, RECREATED, SERVICE } from './service-names.ts';

/** Deploys the service under its usual name, and under others for tests that break something or need it for themselves. */
export default function setUp(): Promise<void> {
  return startLocalAws(
    { name: SERVICE, email: 'you@example.com' },
    { name: RECREATED },
    { name: DOOMED },
    { name: PACED },
  );
}
