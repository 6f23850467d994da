import { startLocalAws } from '../support/local-aws.ts';
import { DOOMED, MENDED, PACED, SERVICE } from './service-names.ts';

/** Deploys the service under its usual name, and beside it for the tests that break something or need to be alone. */
export default function setUp(): Promise<void> {
  return startLocalAws(
    { name: SERVICE, email: 'you@example.com' },
    { name: MENDED },
    { name: DOOMED },
    { name: PACED },
  );
}
