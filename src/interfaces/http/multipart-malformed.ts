/** The body is not the multipart form that it says it is. The message is for the client and quotes nothing of it. */
export class MalformedForm extends Error {
  override readonly name = 'MalformedForm'
}
