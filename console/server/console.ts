import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Deployment, type DeploymentOptions } from '../../client/deployment.ts';
import { emailOf } from './email-of.ts';
import { EventStream } from './http/event-stream.ts';
import { makeListener } from './http/listener.ts';
import { makeSession } from './http/session.ts';
import { ROUTES } from './routes/routes.ts';
import type { ConsoleInbox, ConsoleWords, Site } from './site.ts';
import { Pace } from './watch/pace.ts';
import { ReminderWatch } from './watch/reminder-watch.ts';
import { TextMemory } from './watch/text-memory.ts';

/** The settings of the console. */
export interface ConsoleOptions {
  readonly deployment: DeploymentOptions;
  readonly words: ConsoleWords;
  /**
   * The port on 127.0.0.1.
   *
   * @default - a free one
   */
  readonly port?: number | undefined;
  /** A string that only this user knows. With the same secret, an open page still has access after a restart. */
  readonly secret: string;
  /** @default - no inbox, as for a deployment that is not local */
  readonly inbox?: ConsoleInbox | undefined;
}

/** A running console. */
export interface RunningConsole {
  /** The URL to open in a browser, with the token of this run. */
  readonly url: string;
  close(): Promise<void>;
}

/** The only address on which the console listens. Other computers cannot reach it. */
const HOST = '127.0.0.1';

/** Matches the endpoint of a local AWS. */
const LOCAL_ENDPOINT = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/;

/**
 * The rates at which executions are read and listed, half of what AWS allows to all programs together: in most regions, 10
 * DescribeExecution and 2 ListExecutions calls a second (Step Functions quotas, "Other quotas"). A local AWS has no quotas.
 */
const paces = (isLocal: boolean) =>
  isLocal
    ? { reads: new Pace(1_000, 500), lists: new Pace(100, 50) }
    : { reads: new Pace(60, 5), lists: new Pace(30, 1) };

/**
 * Starts the server of the web page on 127.0.0.1.
 *
 * @throws the SDK's error if no region is configured
 * @throws the error of `listen` if the port cannot be used (code `EADDRINUSE` if another program uses the port)
 */
export async function startConsole(options: ConsoleOptions): Promise<RunningConsole> {
  const { words, secret, inbox } = options;
  const deployment = new Deployment({
    ...options.deployment,
    memory: new TextMemory(options.deployment.memory),
  });
  const { endpoint, region: configured } = options.deployment.connection;
  const isLocal = LOCAL_ENDPOINT.test(endpoint ?? '');
  const { usedRegion } = await import('../../client/aws/caller.ts');
  const region = configured ?? (await usedRegion(options.deployment.connection));
  const stream = new EventStream();
  const pace = paces(isLocal);
  const watch: ReminderWatch = new ReminderWatch({
    deployment,
    ...pace,
    onRound: (failure) =>
      failure === undefined
        ? stream.send('known', { at: watch.knownAt })
        : stream.send('trouble', words.explain(failure)),
    onChange: () => {
      const changes = watch.store.takeChanges();
      if (changes) {
        stream.send('change', changes);
      }
    },
  });
  stream.onWatched = (isWatched) => watch.watch(isWatched);
  const site: Site = {
    deployment,
    words,
    region,
    where: isLocal ? `local AWS, ${region}` : region,
    isLocal,
    inbox,
    stream,
    watch,
    ...pace,
  };
  inbox?.onArrival((arrival) => stream.send('arrival', emailOf(arrival, deployment.service)));

  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, HOST, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const session = makeSession(secret, port);
  server.on('request', makeListener({ site, session, port, routes: ROUTES }));
  watch.readSoon();
  return {
    url: `http://${HOST}:${port}/#${session.token}`,
    close: async () => {
      watch.watch(false);
      stream.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
