"""The desks of the staff: what each post must do now, the work lists, the page of a case with every move."""
