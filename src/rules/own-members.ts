/**
 * A copy of `record` that has its own members only. Scripts of the page may have added members to `Object.prototype`,
 * and these would be read as if somebody had set them.
 */
export const ownMembers = <T extends object>(record: T): T =>
  Object.assign(Object.create(null) as object, record);
