import { once } from 'node:events'
import http from 'node:http'

/** One event of `text/event-stream`; without `data`, what only moves the id along. */
export interface ReceivedEvent {
  readonly id?: string
  readonly data?: string
  readonly comment?: true
}

export interface OpenedStream {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  /** Those that come, until the answer ends; rejects when it breaks off. */
  readonly events: AsyncGenerator<ReceivedEvent, void>
  leave(): void
}

/** Reads a stream of events on a connection of its own. */
export async function openEventStream(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<OpenedStream> {
  const request = http.get(url, { headers, agent: false })
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  // Told by whoever reads the events.
  request.on('error', () => undefined)
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    events: eventsOf(response),
    leave: () => request.destroy(),
  }
}

async function* eventsOf(body: AsyncIterable<Buffer>): AsyncGenerator<ReceivedEvent, void> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const lines = block.split('\n')
      const member = (field: string) =>
        lines.find((line) => line.startsWith(`${field}: `))?.slice(field.length + 2)
      const [id, data] = [member('id'), member('data')]
      yield {
        ...(id === undefined ? {} : { id }),
        ...(data === undefined ? {} : { data }),
        ...(lines.some((line) => line.startsWith(':')) ? { comment: true } : {}),
      }
    }
  }
}

/** The next so many events that have data. */
export async function nextEvents(
  { events }: Pick<OpenedStream, 'events'>,
  count: number,
): Promise<readonly (ReceivedEvent & { readonly data: string })[]> {
  const found: (ReceivedEvent & { readonly data: string })[] = []
  while (found.length < count) {
    const step = await events.next()
    if (step.done === true) throw new Error('the stream ended')
    const { data } = step.value
    if (data !== undefined) found.push({ ...step.value, data })
  }
  return found
}
