import { type ClientConfig, NO_SDK_WARNING } from '../../local/ministack/client-config.ts';
import { installMinistack, startMinistack } from '../../local/ministack/ministack.ts';

/** Starts a local AWS, calls `use`, and stops the local AWS even if `use` fails. Returns the result of `use`. */
export async function withLocalAws<Result>(use: (clientConfig: ClientConfig) => Promise<Result>): Promise<Result> {
  Object.assign(process.env, NO_SDK_WARNING);
  const ministack = await startMinistack({ python: await installMinistack({ onProgress: console.log }) });
  try {
    return await use(ministack.clientConfig);
  } finally {
    await ministack.stop();
  }
}
