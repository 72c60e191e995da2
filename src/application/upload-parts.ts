/** Why the form of an upload can't be read. */
export type FormRefusal =
  | { readonly code: 'multipart-invalid'; readonly detail: string }
  | { readonly code: 'part-missing'; readonly part: PartName }
  | { readonly code: 'part-duplicate'; readonly part: PartName }
  | { readonly code: 'part-unexpected' }
  | { readonly code: 'token-must-come-first' }
  | { readonly code: 'upload-too-large'; readonly limit: number }
  /** For so long the token, enough bytes or the end of the form was waited for in vain. */
  | { readonly code: 'upload-idle'; readonly waitedFor: 'token' | 'bytes' | 'end'; readonly seconds: number }

export type PartName = 'token' | 'file_csv' | 'file_def'

/**
 * What an upload's form consists of, in the order in which it can be worked on: `token` first, always. The
 * content of a file is read to its end, or left, before the next part is asked for. A refusal is the last
 * part. Content that can't go on throws `PartBroken`; the reason is then the next part.
 */
export type UploadPart =
  | { readonly part: 'token'; readonly value: string }
  | { readonly part: 'file_csv' | 'file_def'; readonly content: AsyncIterable<Uint8Array> }
  | { readonly part: 'refused'; readonly refusal: FormRefusal }

/** The content of a part ended before its time. */
export class PartBroken extends Error {
  override readonly name = 'PartBroken'
}

/** The client is gone; nobody waits for an answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone'
}
