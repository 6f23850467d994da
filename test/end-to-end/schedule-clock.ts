import { carryCall } from '../../client/aws/carried-call.ts';
import { CLIENT_CONFIG } from './deployed-service.ts';

/** The connection of client/ to the local AWS. */
export const connection = {
  endpoint: CLIENT_CONFIG.endpoint as string,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};

/**
 * Makes the clock of a schedule on the local AWS start at an instant, and run faster.
 *
 * @param service the service's name
 * @param id the schedule's name
 */
export async function setClock(service: string, id: string, begin: number, speed: number): Promise<void> {
  const arn = `arn:aws:scheduler:us-east-1:000000000000:schedule/${service}/${id}`;
  const clock = `${new Date(begin).toISOString().replace('Z', '+00:00')} ${speed}`;
  const body = JSON.stringify({ Tags: [{ Key: 'clock', Value: clock }] });
  await carryCall(connection, { service: 'scheduler', method: 'POST', path: `/tags/${encodeURIComponent(arn)}`, body });
}
