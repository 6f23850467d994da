import { installMinistack, type Ministack, startMinistack } from '../local/ministack/ministack.ts';
import { deployOn } from '../local/service/cdk.ts';
import { SERVICE } from '../local/service/start-service.ts';
import type { AtEnd } from './run-benchmark.ts';
import { say } from './say.ts';

/** Starts a local AWS and deploys the service to it. Stops the local AWS at the end of the benchmark. */
export async function startDeployed(atEnd: AtEnd): Promise<Ministack> {
  say('starting the local AWS and deploying to it');
  const ministack = await startMinistack({ python: await installMinistack({ onProgress: say }) });
  atEnd(ministack.stop);
  process.on('exit', ministack.kill);
  await deployOn(ministack, { name: SERVICE });
  return ministack;
}
