import { SERVICE } from '../end-to-end/service-names.ts';
import { startLocalAws } from '../support/local-aws.ts';
import { COMMANDED } from './services.ts';

/** Deploys the service twice. */
export default function setUp(): Promise<void> {
  return startLocalAws({ name: SERVICE }, { name: COMMANDED });
}
