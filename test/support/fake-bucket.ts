import { Readable } from 'node:stream';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { s3 } from '../../lambda/kit/bucket-objects.ts';

interface FakeObject {
  readonly body: Buffer;
  readonly metadata: Readonly<Record<string, string>>;
  readonly writtenAt: Date;
}

const notThere = (name: string) => Object.assign(new Error('not there'), { name });

/**
 * A bucket in memory. It answers the GetObject, HeadObject and PutObject calls of the functions' S3 client, and rejects any
 * other call.
 */
export class FakeBucket {
  readonly objects = new Map<string, FakeObject>();
  /** The errors that the next GetObject calls throw. */
  readonly failures: Error[] = [];
  /** The web pages that the next GetObject calls return instead of objects, as if from a proxy. */
  readonly pages: string[] = [];

  constructor(readonly name = 'a-bucket') {
    process.env['BUCKET'] = name;
    const mock = mockClient(s3);
    mock.onAnyCommand().rejects(new Error('an S3 call that the function may not make'));
    mock.on(GetObjectCommand).callsFake(({ Bucket, Key }) => this.get(Bucket, Key));
    mock.on(HeadObjectCommand).callsFake(({ Key }) => {
      const object = this.objects.get(Key);
      if (!object) {
        throw notThere('NotFound');
      }
      return { Metadata: object.metadata };
    });
    mock.on(PutObjectCommand).callsFake(({ Bucket, Key, Body, Metadata = {} }) => {
      expect(Bucket).toBe(name);
      this.put(Key, Body, Metadata);
      return { ETag: 'a-tag' };
    });
  }

  put(key: string, body: string | Uint8Array, metadata = {}, writtenAt = new Date()): void {
    this.objects.set(key, { body: Buffer.from(body), metadata, writtenAt });
  }

  /** Returns an object's text, or `There is no <key>.` if the object does not exist. */
  text(key: string): string {
    return this.objects.get(key)?.body.toString() ?? `There is no ${key}.`;
  }

  /** Parses an object that contains JSON Lines. */
  // biome-ignore lint/suspicious/noExplicitAny: the tests read parts of any value
  lines(key: string): any[] {
    return this.text(key)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  }

  private get(bucket: string, key: string): Partial<GetObjectCommandOutput> {
    expect(bucket).toBe(this.name);
    const failure = this.failures.shift();
    const page = this.pages.shift();
    const object = this.objects.get(key);
    if (failure) {
      throw failure;
    }
    if (page !== undefined) {
      return { Body: Readable.from([page]) as GetObjectCommandOutput['Body'] };
    }
    if (!object) {
      throw notThere('NoSuchKey');
    }
    const { body, writtenAt } = object;
    // return small chunks, which can end within a line or a character
    const chunks = Array.from({ length: Math.ceil(body.length / 1_000) }, (_, index) =>
      body.subarray(index * 1_000, (index + 1) * 1_000),
    );
    return {
      Body: Readable.from(chunks) as GetObjectCommandOutput['Body'],
      ContentLength: body.length,
      LastModified: writtenAt,
    };
  }
}
