import { SERVICE } from '../end-to-end/service-names.ts';
import { startLocalAws } from '../support/local-aws.ts';
import { BEHIND, CHANGED, COMMANDED } from './services.ts';

/** Starts the local AWS, and deploys the service under each name that the fault tests use. */
export default function setUp(): Promise<void> {
  return startLocalAws({ name: SERVICE }, { name: COMMANDED }, { name: BEHIND }, { name: CHANGED });
}
