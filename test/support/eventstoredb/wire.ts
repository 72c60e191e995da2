import { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb'
import type {
  AppendReq,
  BatchAppendReq,
  DeleteReq,
  TombstoneReq,
} from '@eventstore/db-client/generated/streams_pb'
import { ReadResp } from '@eventstore/db-client/generated/streams_pb'
import type { Expected, ProposedEvent, StoredEvent } from './event-log'

export const streamNameOf = (of: { getStreamIdentifier(): StreamIdentifier | undefined } | undefined) =>
  Buffer.from(of?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8')

export function identifierOf(stream: string): StreamIdentifier {
  return new StreamIdentifier().setStreamName(Buffer.from(stream))
}

export const uuidOf = (id: string): UUID => new UUID().setString(id)

type ExpectingRevision = AppendReq.Options | DeleteReq.Options | TombstoneReq.Options
type Expecting = ExpectingRevision | BatchAppendReq.Options

/** The stream's revision that a call expects, in any of the four shapes there are. */
export function expectedOf(options: Expecting): Expected {
  if (options.hasNoStream()) return 'no-stream'
  if (options.hasAny()) return 'any'
  if (options.hasStreamExists()) return 'stream-exists'
  return BigInt('getStreamPosition' in options ? options.getStreamPosition() : options.getRevision())
}

type ProposedMessage = AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage

/** `undefined` where the metadata that every event must have is not there. */
export function proposedEventOf(message: ProposedMessage): ProposedEvent | undefined {
  const properties = message.getMetadataMap()
  const type = properties.get('type')
  const contentType = properties.get('content-type')
  if (type === undefined || contentType === undefined) return undefined
  return {
    id: message.getId()?.getString() ?? '',
    type,
    contentType,
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  }
}

/** What the server's limit of one append counts: of each event its body, its metadata and its type. */
export const sizeOf = ({ type, data, metadata }: ProposedEvent) =>
  2 * type.length + data.length + metadata.length

const encoded = new WeakMap<StoredEvent, Buffer>()

/** The answer that carries an event. It is the same for every reader, so it is made once. */
export function eventMessage(event: StoredEvent): Buffer {
  const known = encoded.get(event)
  if (known !== undefined) return known
  const position = String(event.position)
  const recorded = new ReadResp.ReadEvent.RecordedEvent()
    .setId(uuidOf(event.id))
    .setStreamIdentifier(identifierOf(event.stream))
    .setStreamRevision(String(event.revision))
    .setCommitPosition(position)
    .setPreparePosition(position)
    .setCustomMetadata(event.metadata)
    .setData(event.data)
  recorded
    .getMetadataMap()
    .set('type', event.type)
    .set('content-type', event.contentType)
    // Ticks of 100 ns since 1970.
    .set('created', `${event.created}0000`)
  const answer = new ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(position)
  const message = messageOf(new ReadResp().setEvent(answer))
  encoded.set(event, message)
  return message
}

export function messageOf(answer: ReadResp): Buffer {
  return Buffer.from(answer.serializeBinary())
}
