"""Where everything stands on a picture: frame, furniture, legend and remarks."""
