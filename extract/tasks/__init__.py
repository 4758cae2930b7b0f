"""Who does what by when: tasks from tables and from prose, with roles, deadlines and outputs."""
