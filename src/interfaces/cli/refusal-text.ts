import type { IssueTokenRefusal } from '../../application/issue-token'

/** What to do about a refusal, in one line. */
export function refusalText(refusal: IssueTokenRefusal): string {
  switch (refusal.code) {
    case 'unknown-project':
      return 'There is no such project: give the number of one that is provisioned.'
    case 'project-retired':
      return 'The project is retired: give the number of one in use.'
    case 'unknown-user':
      return 'There is no such user: give a provisioned name.'
    case 'user-inactive':
      return 'The user is deactivated: give an active one.'
    case 'not-owner':
      return 'The user does not own the project: give an owner, or make this user one.'
    case 'token-window-invalid':
      return `The window must end in the future and last at most ${refusal.maxSeconds} seconds.`
    case 'token-kinds-missing':
      return 'Name at least one kind of import.'
  }
}
