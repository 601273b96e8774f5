"""The brand's pages: today, campaigns, wizard, pipeline, applicants, running trades."""
