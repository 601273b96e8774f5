"""Foundation of Barter: imports no app, knows no business."""
