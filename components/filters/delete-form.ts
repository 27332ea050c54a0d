/** The id of the form that deletes a filter, to which the one beside it tells what is there now. */
export const DELETE_FORM = 'delete-filter'
