/** An event as the audit tells it. */
export interface AuditedEvent {
  readonly position: string
  readonly stream: string
  readonly revision: number
  readonly type: string
  readonly id: string
  readonly created: string
  readonly data: Readonly<Record<string, unknown>>
  readonly metadata: Readonly<Record<string, unknown>>
}

/** The whole history over HTTP, so many events a page. */
export async function auditedEvents(
  { url, managementJwt }: { readonly url: string; managementJwt(): Promise<string> },
  pageSize = 10_000,
): Promise<readonly AuditedEvent[]> {
  const headers = { authorization: `Bearer ${await managementJwt()}` }
  const events: AuditedEvent[] = []
  for (;;) {
    const last = events.at(-1)
    const from = last === undefined ? '' : `&from=${last.position}`
    const response = await fetch(`${url}/management/audit/events?limit=${pageSize}${from}`, { headers })
    if (response.status !== 200) throw new Error(`the audit answered ${response.status}`)
    const lines = (await response.text()).split('\n').filter((line) => line !== '')
    if (lines.length === 0) return events
    events.push(...lines.map((line) => JSON.parse(line) as AuditedEvent))
  }
}
